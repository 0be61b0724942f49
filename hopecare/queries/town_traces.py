"""What the people of a town leave to compare a long list by: streamed once, never once a row."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.duplicates import PersonTraces
from models import ContactPoint, Household, HouseholdMember, Merge, Person, SearchTerm
from models.people import TermKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

AT_A_TIME = 5000


def town_traces(
    session: Session, *, letters: Collection[str], phones: Collection[str]
) -> dict[UUID, PersonTraces]:
    """Give the traces of everybody whose name sounds like one of these, or who has a number."""
    leads = merged_records(session)
    found: dict[UUID, set[str]] = defaultdict(set)
    for person_id, term in _stream(session, _terms(TermKind.ROMANISED)):
        if term in letters:
            found[leads.get(person_id, person_id)].add(term)
    numbers: dict[UUID, set[str]] = defaultdict(set)
    for person_id, index in _stream(session, select(ContactPoint.person_id, _NUMBER)):
        if index in phones:
            numbers[person_id].add(index)
    people = found.keys() | numbers.keys()
    names = _gathered(session, _terms(TermKind.NAME), people)
    births = {key: each[0] for key, each in _gathered(session, _BIRTHS, people).items()}
    homes = _homes(session, people)
    areas = {key: each[0] for key, each in _gathered(session, _AREAS, people).items()}
    return {
        person_id: PersonTraces(
            phones=frozenset(numbers.get(person_id, ())),
            names=frozenset(names.get(person_id, ())),
            letters=frozenset(found.get(person_id, ())),
            birth_on=births.get(person_id),
            address=homes.get(person_id, (None, None))[0],
            building=homes.get(person_id, (None, None))[1],
            area=str(areas[person_id]) if areas.get(person_id) else None,
        )
        for person_id in people
    }


def merged_records(session: Session) -> dict[UUID, UUID]:
    """Give the person each merged record leads to; there are few of them."""
    standing = select(Merge.merged_id, Merge.kept_id).where(Merge.undone_at.is_(None))
    return dict(iter(session.execute(standing)))


_NUMBER = ContactPoint.value_index
_BIRTHS = select(SearchTerm.person_id, SearchTerm.term).where(SearchTerm.kind == TermKind.BIRTH_ON)
_AREAS = select(Person.id, Person.area_id)


def _terms(kind: TermKind) -> Select[UUID, str]:
    return select(SearchTerm.person_id, SearchTerm.term).where(SearchTerm.kind == kind)


def _gathered(
    session: Session, asked: Select[*tuple[Any, ...]], people: Collection[UUID]
) -> dict[UUID, list[Any]]:
    """The values of those who are looked at."""
    values: dict[UUID, list[Any]] = defaultdict(list)
    for person_id, value in _stream(session, asked):
        if person_id in people:
            values[person_id].append(value)
    return values


def _homes(session: Session, people: Collection[UUID]) -> dict[UUID, tuple[str | None, str | None]]:
    asked = (
        select(HouseholdMember.person_id, Household.address_index, Household.building_index)
        .join(Household, Household.id == HouseholdMember.household_id)
        .where(HouseholdMember.until_on.is_(None))
    )
    return {
        person_id: (address, building)
        for person_id, address, building in _stream(session, asked)
        if person_id in people
    }


def _stream(session: Session, asked: Select[*tuple[Any, ...]]) -> Iterable[Any]:
    """Rows as they come: a town has more of them than a list."""
    return session.execute(asked.execution_options(yield_per=AT_A_TIME))
