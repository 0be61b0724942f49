"""Which open cases are of one home: of one household, or at one address."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from hopecare.domain.care_path import CaseStatus
from hopecare.queries.visibility import visible
from models import Case, Household, HouseholdMember, Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

MOST_HOUSEHOLDS: Final = 4
"""At one address: of more it is a house of many rooms, and each household a home by itself; whoever
looks at one of them is told that the others were not looked at with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The open cases of one home that somebody may read."""

    case_ids: frozenset[UUID]
    residents: Mapping[UUID, Person]
    """Whose each case is; nobody for a case whose resident lives nowhere that we know of."""
    is_of_many: bool = False
    """One household of a house of many rooms: the others are homes by themselves."""


def homes_of_cases(
    session: Session, identity: Identity, case_ids: Sequence[UUID]
) -> tuple[Home, ...]:
    """Gather these cases by home, with the other open cases there that this person may read.

    One statement. Whoever may read one case of a home only is told of that one alone.
    """
    rows = _rows(session, identity, case_ids)
    at_address = _households_at(rows)
    by_home = _by_home(rows, at_address)
    of_many = {
        case_id
        for case_id, _, _, address in rows
        if address is not None and len(at_address[address]) > MOST_HOUSEHOLDS
    }
    found: list[Home] = []
    seen: set[UUID] = set()
    for case_id in case_ids:
        if case_id in seen:
            continue
        here = by_home.get(case_id, {})
        seen |= {case_id, *here}
        case_ids_here = frozenset({case_id, *here})
        found.append(Home(case_ids=case_ids_here, residents=here, is_of_many=case_id in of_many))
    return tuple(found)


def _rows(
    session: Session, identity: Identity, case_ids: Sequence[UUID]
) -> Sequence[Row[UUID, Person, UUID, str | None]]:
    asked = (
        select(Household.id, Household.address_index)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .join(Case, Case.resident_id == HouseholdMember.person_id)
        .where(HouseholdMember.until_on.is_(None), Case.id.in_(case_ids))
        .subquery("asked")
    )
    addresses = select(asked.c.address_index).where(asked.c.address_index.is_not(None))
    return session.execute(
        select(Case.id, Person, Household.id.label("household_id"), Household.address_index)
        .join(Person, Person.id == Case.resident_id)
        .join(HouseholdMember, HouseholdMember.person_id == Case.resident_id)
        .join(Household, Household.id == HouseholdMember.household_id)
        .where(
            HouseholdMember.until_on.is_(None),
            Case.status != CaseStatus.CLOSED,
            visible("other_help.note", identity, Case),
            or_(
                Household.id.in_(select(asked.c.id)),
                Household.address_index.in_(addresses),
            ),
        )
        .order_by(Case.opened_at, Case.id)
    ).all()


def _households_at(
    rows: Sequence[Row[UUID, Person, UUID, str | None]],
) -> dict[str, set[UUID]]:
    """Each address that is known, with its households."""
    at_address: dict[str, set[UUID]] = defaultdict(set)
    for _, _, household_id, address in rows:
        if address is not None:
            at_address[address].add(household_id)
    return at_address


def _by_home(
    rows: Sequence[Row[UUID, Person, UUID, str | None]], at_address: Mapping[str, set[UUID]]
) -> dict[UUID, dict[UUID, Person]]:
    """Each case with everybody of its home, itself too."""
    homes: dict[UUID | str, dict[UUID, Person]] = defaultdict(dict)
    for case_id, person, key in _keyed(rows, at_address):
        homes[key][case_id] = person
    return {case_id: here for here in homes.values() for case_id in here}


def _keyed(
    rows: Sequence[Row[UUID, Person, UUID, str | None]],
    at_address: Mapping[str, set[UUID]],
) -> Iterator[tuple[UUID, Person, UUID | str]]:
    for case_id, person, household_id, address in rows:
        is_one = address is not None and len(at_address[address]) <= MOST_HOUSEHOLDS
        yield case_id, person, address if is_one and address is not None else household_id
