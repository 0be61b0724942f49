"""Reads whether somebody was heard of on a day: they answered, or a person learnt how they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.care_path import SlotStatus
from models import CheckInSlot

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

HEARD_OF: Final = (SlotStatus.ANSWERED, SlotStatus.CLEARED, SlotStatus.KNOWN)


def was_heard_of(session: Session, person_id: UUID, *, since: datetime, until: datetime) -> bool:
    """Whether a check-in about them that was due in this time came to an end by news of them."""
    heard = select(CheckInSlot.id).where(
        CheckInSlot.person_id == person_id,
        CheckInSlot.due_at >= since,
        CheckInSlot.due_at <= until,
        CheckInSlot.status.in_(HEARD_OF),
    )
    return session.scalars(heard.limit(1)).first() is not None
