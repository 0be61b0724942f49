"""What a resident wishes about helpers, as the hard rules read it; and whom a wish keeps out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, union
from sqlalchemy.orm import aliased

from hopecare.domain.matching.constraints import HelperFacts, NeedFacts, Rule, broken_rules
from hopecare.queries.not_over import not_over
from models import (
    Case,
    Household,
    HouseholdMember,
    OtherContact,
    Person,
    RefusedHelper,
    Relationship,
    Task,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

WISHED: Final = frozenset(
    {Rule.REFUSED, Rule.SAME_BUILDING, Rule.SAME_WORKPLACE, Rule.NOT_A_STRANGER}
)
"""The rules that stand only because a resident wishes so."""
_CONTACTS: Final = (OtherContact.resident_id, OtherContact.person_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class WishFacts:
    """What the rules need of a resident's wishes; empty where nothing is wished."""

    refused_ids: frozenset[UUID]
    building: str | None
    workplace: str | None
    known_ids: frozenset[UUID]


def wish_facts(session: Session, resident: Person, *, on: date) -> WishFacts:
    """Read whom they refuse, and where nobody who helps may live or work."""
    stranger = resident.only_strangers
    known = who_knows(session, [resident.id]).get(resident.id) if stranger else None
    no_building = resident.nobody_of_building or stranger
    no_workplace = resident.nobody_of_workplace or stranger
    return WishFacts(
        refused_ids=_refused_by(session, resident.id, on),
        building=_building_of(session, resident.id) if no_building else None,
        workplace=resident.workplace_index if no_workplace else None,
        known_ids=known or frozenset(),
    )


def keeps_out(session: Session, resident: Person, helper: Person, *, on: date) -> bool:
    """Say whether a wish of the resident stands against this volunteer."""
    wishes = wish_facts(session, resident, on=on)
    need = NeedFacts(
        point=None,
        kinds=frozenset(),
        refused_ids=frozenset(wishes.refused_ids),
        building=wishes.building,
        workplace=wishes.workplace,
        known_ids=frozenset(wishes.known_ids),
    )
    asked = HelperFacts(
        helper_id=helper.id,
        point=None,
        radius_m=0,
        skills=frozenset(),
        building=_building_of(session, helper.id) if wishes.building else None,
        workplace=helper.workplace_index,
    )
    return not WISHED.isdisjoint(broken_rules(need, asked, on=on))


def buildings() -> Select[*tuple[Any, ...]]:
    """The building of everybody who lives somewhere now; one home a person."""
    return (
        select(Household.building_index)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .where(HouseholdMember.until_on.is_(None))
    )


def _building_of(session: Session, person_id: UUID) -> str | None:
    """The blind index of the building somebody lives in."""
    return session.scalars(buildings().where(HouseholdMember.person_id == person_id)).first()


def _refused_by(session: Session, resident_id: UUID, on: date) -> frozenset[UUID]:
    refused = select(RefusedHelper.helper_id).where(
        RefusedHelper.resident_id == resident_id,
        not_over(RefusedHelper, on),
    )
    return frozenset(session.scalars(refused))


def who_knows(
    session: Session, residents: Select[Any] | Sequence[UUID]
) -> Mapping[UUID, frozenset[UUID]]:
    """Who helped each, lived with them, is related to them or looks in on them, ever.

    What has ended counts: one does not become a stranger again.
    """
    own = aliased(HouseholdMember)
    known = union(
        select(Case.resident_id, Task.helper_id)
        .join(Task, Task.case_id == Case.id)
        .where(Case.resident_id.in_(residents)),
        select(own.person_id, HouseholdMember.person_id)
        .join(HouseholdMember, HouseholdMember.household_id == own.household_id)
        .where(own.person_id.in_(residents)),
        *(
            select(one, other).where(one.in_(residents))
            for table in ((Relationship.person_id, Relationship.other_person_id), _CONTACTS)
            for one, other in (table, table[::-1])
        ),
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for resident_id, other_id in session.execute(known):
        if resident_id != other_id:
            found[resident_id].add(other_id)
    return {resident_id: frozenset(others) for resident_id, others in found.items()}
