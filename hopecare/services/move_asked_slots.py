"""Move the check-ins whose question has left together, as `move_slot` does one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.domain.care_path import SLOT, SlotEvent, next_status
from hopecare.domain.ladders import step_at
from hopecare.reading.ladders import ladder_that_holds
from models import CheckInSlot
from models.many import update_many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.queries.sent_questions import AskedSlot


def move_asked_slots(
    session: Session, *, slots: Sequence[AskedSlot], now: datetime
) -> Sequence[AskedSlot]:
    """From here silence counts for these held check-ins; gives them back."""
    if slots:
        alike = {"asked_at": now, "version": CheckInSlot.version + 1}
        rows = [_moved(slot, now) for slot in slots]
        update_many(session.connection(), CheckInSlot, rows, alike=alike)
    return slots


def _moved(slot: AskedSlot, now: datetime) -> dict[str, Any]:
    ladder = ladder_that_holds(slot.steps or slot.plan_steps, slot.ladder)
    first = step_at(ladder, slot.rungs_climbed)
    return {
        "id": slot.slot_id,
        "status": next_status(SLOT, slot.status, SlotEvent.ASKED),
        "next_rung_at": now + first.after if first else None,
    }
