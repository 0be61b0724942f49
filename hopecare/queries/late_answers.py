"""Calls that are owed because an office answered after a case was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from models import CallTask

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def late_answer_key(case_id: UUID, of_id: UUID | str = "") -> str:
    """Name the call about one answer; without it, how the keys of all of a case begin."""
    return f"late_answer:{case_id}:{of_id}"


def open_late_answers(session: Session, case_id: UUID, of_id: UUID | str = "") -> Sequence[UUID]:
    """Read the calls of a case, or of one answer, that nobody has made."""
    return session.scalars(
        select(CallTask.id)
        .where(
            CallTask.case_id == case_id,
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.dedup_key.startswith(late_answer_key(case_id, of_id), autoescape=True),
        )
        .order_by(CallTask.id)
    ).all()
