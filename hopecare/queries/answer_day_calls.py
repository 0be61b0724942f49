"""Calls that ask by when an office answers: their key, and which of an application are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.clocks import ClockKind
from models import CallTask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

CAUSE: Final = "answer_day"


def day_key(application_id: UUID, kind: ClockKind) -> str:
    """Name the one call that asks for the day of this clock."""
    return f"{CAUSE}:{application_id}:{kind.value}"


def open_day_calls(session: Session, application_id: UUID) -> Sequence[CallTask]:
    """Read the calls that still ask for a day of this application."""
    return session.scalars(
        select(CallTask)
        .where(
            CallTask.dedup_key.startswith(f"{CAUSE}:{application_id}:"),
            CallTask.status == CallTaskStatus.OPEN,
        )
        .order_by(CallTask.id)
    ).all()


def application_asked_about(task: CallTask) -> UUID | None:
    """Give the application whose day a call asks for; None for every other call."""
    cause, _, rest = task.dedup_key.partition(":")
    return UUID(rest.partition(":")[0]) if cause == CAUSE else None


def asks_last_day(task: CallTask) -> bool:
    """Say whether a call asks until when one may object to a decision."""
    parts = task.dedup_key.split(":")
    return parts[0] == CAUSE and parts[2] == ClockKind.OBJECTION.value
