"""Whether a person has spoken with a resident since a check-in of theirs was due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.calls import REACHED
from models import Call, CallTask

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import CheckInSlot


def was_spoken_with(session: Session, slot: CheckInSlot) -> bool:
    """Say so: with the resident, or by its own call with whoever is asked in their place."""
    its_own = select(CallTask.id).where(CallTask.slot_id == slot.id)
    spoke = select(Call.id).where(
        or_(Call.person_id == slot.person_id, Call.call_task_id.in_(its_own)),
        Call.outcome.in_(REACHED),
        Call.at >= slot.due_at,
    )
    return session.scalar(spoke.limit(1)) is not None
