"""Reads who is still to hear from a person that a death was recorded by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from models import CallTask

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

UNDONE: Final = "death_undone:"


def undone_key(record_id: UUID, to_id: UUID) -> str:
    """Name the call by which somebody hears that this record was a mistake."""
    return f"{UNDONE}{record_id}:{to_id}"


def find_undone_call(session: Session, *, to_id: UUID, about_id: UUID) -> CallTask | None:
    """Find the call in which they are still to hear that this person lives."""
    owed = (
        select(CallTask)
        .where(
            CallTask.person_id == to_id,
            CallTask.about_person_id == about_id,
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.dedup_key.startswith(UNDONE, autoescape=True),
        )
        .order_by(CallTask.due_at)
        .limit(1)
    )
    return session.scalars(owed).first()
