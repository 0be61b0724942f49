"""Which questions of ours stand open on one telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.queries.check_ins import awaited_slots
from hopecare.queries.messages import find_offer_by_code, offers_open_to

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One question to one person: a check-in (with its older unanswered days) or an offer."""

    person_id: UUID
    slot_ids: tuple[UUID, ...] = ()
    """The newest first."""
    offer_id: UUID | None = None


def open_questions(
    session: Session, people: Iterable[UUID], *, code: str | None, asked_before: datetime
) -> list[OpenQuestion]:
    """Every question to these people that stood open at a moment and still does.

    A written code names its offer and leaves no other.
    """
    found: list[OpenQuestion] = []
    for person_id in people:
        found += (
            _named(session, person_id, code) if code else _all(session, person_id, asked_before)
        )
    return found


def _named(session: Session, person_id: UUID, code: str) -> list[OpenQuestion]:
    """The offer with this code."""
    offer = find_offer_by_code(session, person_id, code)
    return [OpenQuestion(person_id=person_id, offer_id=offer.id)] if offer else []


def _all(session: Session, person_id: UUID, asked_before: datetime) -> list[OpenQuestion]:
    """Check-ins, one a plan, and standing offers."""
    plans: dict[UUID, list[UUID]] = {}
    for slot in awaited_slots(session, asked_person_id=person_id):
        if slot.asked_at is not None and slot.asked_at <= asked_before:
            plans.setdefault(slot.plan_id, []).append(slot.id)
    check_ins = [
        OpenQuestion(person_id=person_id, slot_ids=tuple(slot_ids)) for slot_ids in plans.values()
    ]
    offers = [
        OpenQuestion(person_id=person_id, offer_id=offer.id)
        for offer in offers_open_to(session, person_id)
        if offer.made_at <= asked_before
    ]
    return check_ins + offers
