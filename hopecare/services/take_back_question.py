"""Take back a check-in whose question has not left: it is as if it had never been due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import SlotEvent, SlotStatus
from hopecare.queries.check_ins import unsent_questions
from hopecare.services.move_slot import move_slot
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import CheckInSlot


def take_back_question(session: Session, slot: CheckInSlot, *, code: str, now: datetime) -> bool:
    """Take it back where it has not left, and say whether; a knock at the door counts as one."""
    unsent = unsent_questions(session, slot.id) if slot.status is SlotStatus.DUE else ()
    for question in unsent:
        stop(session, question, code=code, now=now)
    if unsent:
        move_slot(slot, event=SlotEvent.CANCELLED)
    return bool(unsent)
