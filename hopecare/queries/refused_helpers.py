"""Whom a resident would rather not have, and whom one could mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.queries.not_over import not_over
from hopecare.queries.visibility import visible
from models import Case, Offer, Person, RefusedHelper, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

MOST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperChoice:
    """Volunteers a resident refuses now, and those who could be meant by name or from before."""

    refused: Sequence[Person]
    possible: Sequence[Person]


def helper_choice(
    session: Session,
    resident_id: UUID,
    *,
    named: ColumnElement[bool] | None,
    identity: Identity,
    on: date,
) -> HelperChoice:
    """Read who stands refused, and who is named like this; without a name, who was asked before."""
    refused = session.scalars(
        select(Person)
        .join(RefusedHelper, RefusedHelper.helper_id == Person.id)
        .where(
            RefusedHelper.resident_id == resident_id,
            not_over(RefusedHelper, on),
        )
        .order_by(Person.id)
    ).all()
    possible = session.scalars(
        select(Person)
        .join(VolunteerProfile, VolunteerProfile.person_id == Person.id)
        .where(
            visible("volunteer.find", identity, VolunteerProfile),
            _asked_before(resident_id) if named is None else named,
            Person.id.not_in([resident_id, *(each.id for each in refused)]),
        )
        .order_by(Person.id)
        .limit(MOST)
    ).all()
    return HelperChoice(refused=refused, possible=possible)


def _asked_before(resident_id: UUID) -> ColumnElement[bool]:
    asked = (
        select(Offer.helper_id)
        .join(Case, Case.id == Offer.case_id)
        .where(Case.resident_id == resident_id)
    )
    return Person.id.in_(asked)
