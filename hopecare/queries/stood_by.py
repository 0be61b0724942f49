"""Whom somebody may be ringing for: residents they look in on, are related to or live with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, union
from sqlalchemy.orm import aliased

from hopecare.domain.roles import Role
from hopecare.queries.not_over import not_over
from hopecare.queries.residents import has_role
from hopecare.queries.visibility import visible
from models import HouseholdMember, OtherContact, Person, Relationship

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import CompoundSelect
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

_Mine = aliased(HouseholdMember, name="my_membership")


def residents_stood_by(
    session: Session, person_ids: Sequence[UUID], *, identity: Identity, on: date
) -> Sequence[tuple[UUID, Person]]:
    """Read each of these people with each resident they stand by whom the reader may see."""
    pairs = _pairs(person_ids, on).subquery()
    rows = session.execute(
        select(pairs.c.caller_id, Person)
        .join(pairs, pairs.c.resident_id == Person.id)
        .where(
            pairs.c.caller_id != Person.id,
            Person.died_on.is_(None),
            has_role(Role.RESIDENT, on=on),
            visible("resident.read", identity, Person),
        )
        .order_by(Person.id)
    )
    return [(caller_id, resident) for caller_id, resident in rows]


def _pairs(person_ids: Sequence[UUID], on: date) -> CompoundSelect[tuple[UUID, UUID]]:
    """Everybody who stands by somebody on a day, whichever way that is written down."""
    return union(
        select(
            OtherContact.person_id.label("caller_id"), OtherContact.resident_id.label("resident_id")
        ).where(OtherContact.person_id.in_(person_ids), not_over(OtherContact, on)),
        select(Relationship.other_person_id, Relationship.person_id).where(
            Relationship.other_person_id.in_(person_ids), not_over(Relationship, on)
        ),
        select(Relationship.person_id, Relationship.other_person_id).where(
            Relationship.person_id.in_(person_ids), not_over(Relationship, on)
        ),
        select(_Mine.person_id, HouseholdMember.person_id)
        .join(HouseholdMember, HouseholdMember.household_id == _Mine.household_id)
        .where(
            _Mine.person_id.in_(person_ids),
            _Mine.until_on.is_(None),
            HouseholdMember.until_on.is_(None),
        ),
    )
