"""A check-in could not be asked: a person asks instead, the same day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import SLOT, SlotEvent
from hopecare.domain.delivery import HoldReason
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import plan_by_id
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_missed_question import owe_missed_question

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInSlot

NOT_TO_BE_ASKED: Final = frozenset({HoldReason.HAS_DIED.value, HoldReason.NO_CONSENT.value})
"""Reasons for which nobody else shall ask either."""


def miss_slot(
    session: Session, *, slot: CheckInSlot, code: str, by: Actor, now: datetime
) -> CheckInSlot:
    """Write that it was not asked, and why, and owe a call, one a person and day."""
    stops = code in NOT_TO_BE_ASKED
    event = SlotEvent.CANCELLED if stops else SlotEvent.COULD_NOT_ASK
    if (slot.status, event) not in SLOT.moves:
        return slot
    move_slot(slot, event=event)
    plan = plan_by_id(session, slot.plan_id)
    note_timeline(
        session,
        town_id=slot.town_id,
        kind=EntryKind.SLOT_CANCELLED if stops else EntryKind.SLOT_NOT_ASKED,
        at=now,
        by=by,
        person_id=slot.person_id,
        case_id=plan.case_id,
        subject_id=slot.id,
        facts={"due_at": slot.due_at.isoformat(), "code": code},
    )
    if not stops:
        owe_missed_question(session, slot=slot, plan=plan, by=by, now=now)
    return slot
