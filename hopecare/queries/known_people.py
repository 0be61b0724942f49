"""Who in the town is already known, as far as a list of names and numbers can tell.

Two rows are one person when the name is the same and the telephone, the birth date or the address
is too. Everything is compared by blind index: nobody's name is decrypted to find that out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from hopecare.queries.town_traces import merged_records
from models import (
    Account,
    ContactPoint,
    Household,
    HouseholdMember,
    Person,
    PersonRole,
    SearchTerm,
    VolunteerProfile,
)
from models.people import TermKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The blind indexes by which people of one name are told apart."""

    phones: frozenset[str] = frozenset()
    birth: str | None = None
    address: str | None = None


@dataclass(slots=True)
class KnownPerson:
    """What is known of one person, gathered from several tables."""

    person_id: UUID
    line: int | None = None
    """The line of the file that this person was read from, if they were."""
    phones: set[str] = field(default_factory=set)
    birth: str | None = None
    address: str | None = None
    household_id: UUID | None = None
    roles: set[Role] = field(default_factory=set)
    has_account: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    """What the columns of a list would say, to see what differs."""
    measured: tuple[float, float] | None = None
    """On the 100 m grid, where their home was measured."""

    def strength(self, marks: Marks) -> int:
        """How many of the marks are the same."""
        same_birth = marks.birth is not None and marks.birth == self.birth
        same_address = marks.address is not None and marks.address == self.address
        return bool(marks.phones & self.phones) + same_birth + same_address


class KnownPeople:
    """People by the blind index of their name."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._by_name: defaultdict[str, list[KnownPerson]] = defaultdict(list)
        self.ids: frozenset[UUID] = frozenset()
        """Those who were in the town when it was looked at."""

    def find(self, name: str, marks: Marks) -> list[KnownPerson]:
        """Those of this name who share most marks: none, one, or several alike."""
        found = [(each.strength(marks), each) for each in self._by_name.get(name, ())]
        best = max((strength for strength, _each in found), default=0)
        return [each for strength, each in found if strength == best and best > 0]

    def add(self, name: str, person: KnownPerson) -> None:
        """Know one more, such as the row just read."""
        if person not in self._by_name[name]:
            self._by_name[name].append(person)


def known_people(session: Session, names: set[str]) -> KnownPeople:
    """Everybody in the town who has one of these names (as blind indexes)."""
    asked = select(SearchTerm.person_id, SearchTerm.term).where(SearchTerm.kind == TermKind.NAME)
    known = KnownPeople()
    people: dict[UUID, KnownPerson] = {}
    leads = merged_records(session)
    for record_id, name in _stream(session, asked):
        if name in names:
            person_id = leads.get(record_id, record_id)
            person = people.setdefault(person_id, KnownPerson(person_id))
            known.add(name, person)
    known.ids = frozenset(people)
    if people:
        _add_marks(session, people)
        _add_values(session, people)
    return known


def _add_marks(session: Session, people: dict[UUID, KnownPerson]) -> None:
    """Gather births, numbers, addresses and roles for those found by name."""
    for person, index in _of(people, session, _BIRTHS):
        person.birth = index
    for person, index in _of(people, session, _PHONES):
        person.phones.add(index)
    for person, index, household_id, lat, lon, is_measured in _of(people, session, _HOMES):
        person.address, person.household_id = index, household_id
        person.measured = (lat, lon) if is_measured else None
    for person, role in _of(people, session, _ROLES):
        person.roles.add(role)
    for person, _account_id in _of(people, session, select(Account.person_id, Account.id)):
        person.has_account = True


def _add_values(session: Session, people: dict[UUID, KnownPerson]) -> None:
    """Gather what lists also say: how they are called, their language, their skills."""
    for person, *values in _of(people, session, select(Person.id, *_PERSON_VALUES.values())):
        person.values |= dict(zip(_PERSON_VALUES, values, strict=True))
    profiles = select(VolunteerProfile.person_id, *_PROFILE_VALUES.values())
    for person, *values in _of(people, session, profiles):
        person.values |= dict(zip(_PROFILE_VALUES, values, strict=True))


def _of(
    people: dict[UUID, KnownPerson], session: Session, asked: Select[*tuple[Any, ...]]
) -> Iterator[Any]:
    """Rows of those gathered, their first column turned into the person."""
    for person_id, *rest in _stream(session, asked):
        if person_id in people:
            yield people[person_id], *rest


def _stream(session: Session, asked: Select[*tuple[Any, ...]]) -> Iterable[Any]:
    """Rows as they come: a town has more of them than a list."""
    return session.execute(asked.execution_options(yield_per=5000))


_BIRTHS = select(SearchTerm.person_id, SearchTerm.term).where(SearchTerm.kind == TermKind.BIRTH_ON)
_PHONES = select(ContactPoint.person_id, ContactPoint.value_index).where(
    ContactPoint.valid_until.is_(None)
)
_HOMES = (
    select(
        HouseholdMember.person_id,
        Household.address_index,
        Household.id,
        Household.grid_lat,
        Household.grid_lon,
        Household.exact_point.is_not(None),
    )
    .join(Household, Household.id == HouseholdMember.household_id)
    .where(HouseholdMember.until_on.is_(None))
)
_ROLES = select(PersonRole.person_id, PersonRole.role).where(PersonRole.until_on.is_(None))
_PERSON_VALUES = {
    "called": Person.called,
    "language": Person.language,
    "sex": Person.sex,
    "area": Person.area_id,
    "note": Person.note,
}
_PROFILE_VALUES = {
    "skills": VolunteerProfile.skills,
    "languages": VolunteerProfile.languages,
    "radius": VolunteerProfile.radius_m,
    "check_level": VolunteerProfile.check_level,
    "checked_until": VolunteerProfile.check_expires_on,
}
