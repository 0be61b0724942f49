"""A check-in could not be asked: a person asks instead, the same day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import SLOT, SlotEvent
from hopecare.domain.delivery import HoldReason
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import plan_by_id
from hopecare.queries.stoppable import has_died
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_missed_question import owe_missed_question

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInSlot


def miss_slot(
    session: Session, *, slot: CheckInSlot, code: str, by: Actor, now: datetime
) -> CheckInSlot:
    """Write that it was not asked, and why, and owe a call, one a person and day."""
    stops = _is_not_to_be_asked(session, slot, code)
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


def _is_not_to_be_asked(session: Session, slot: CheckInSlot, code: str) -> bool:
    """Whether nobody else shall ask either: the resident has died, or does not agree to it.

    It may be somebody asked in their place who has died: the resident lives, and is rung.
    """
    if code == HoldReason.HAS_DIED.value:
        return has_died(session, slot.person_id)
    return code == HoldReason.NO_CONSENT.value
