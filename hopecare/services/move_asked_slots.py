"""Move the check-ins whose question has left together, as `move_slot` does one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, update

from hopecare.domain.care_path import SLOT, SlotEvent, next_status
from hopecare.domain.ladders import step_at
from hopecare.reading.ladders import ladder_that_holds
from models import CheckInSlot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.queries.sent_questions import AskedSlot

_SLOT: Final = CheckInSlot
_ASKED: Final = (
    update(_SLOT)
    .where(_SLOT.id == bindparam("slot_id"))
    .values(
        status=bindparam("its_status", type_=_SLOT.status.type),
        asked_at=bindparam("at_this_moment", type_=_SLOT.asked_at.type),
        next_rung_at=bindparam("its_rung_at", type_=_SLOT.next_rung_at.type),
        version=_SLOT.version + 1,
    )
)


def move_asked_slots(
    session: Session, *, slots: Sequence[AskedSlot], now: datetime
) -> Sequence[AskedSlot]:
    """From here silence counts for these held check-ins; gives them back."""
    if slots:
        rows = [_moved(slot, now) for slot in slots]
        session.connection().execute(_ASKED, rows)
    return slots


def _moved(slot: AskedSlot, now: datetime) -> dict[str, Any]:
    ladder = ladder_that_holds(slot.steps or slot.plan_steps, slot.ladder)
    first = step_at(ladder, slot.rungs_climbed)
    return {
        "slot_id": slot.slot_id,
        "its_status": next_status(SLOT, slot.status, SlotEvent.ASKED),
        "at_this_moment": now,
        "its_rung_at": now + first.after if first else None,
    }
