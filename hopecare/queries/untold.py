"""Words that could not be sent, and whether somebody rang instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from models import CallTask

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


UNTOLD: Final = "not_told:"


def untold_key(message_id: UUID) -> str:
    """Name the call that stands for one message."""
    return f"{UNTOLD}{message_id}"


def was_rung_instead(session: Session, message_id: UUID) -> bool:
    """Say whether the call that stands for this message was made, whatever came of it."""
    made = select(CallTask.id).where(
        CallTask.dedup_key.startswith(untold_key(message_id), autoescape=True),
        CallTask.status == CallTaskStatus.DONE,
    )
    return session.scalar(made.limit(1)) is not None


def was_dropped(session: Session, *, town_id: UUID, dedup_key: str) -> bool:
    """Say whether the newest call for this cause was dropped without anybody being rung."""
    same = select(CallTask.status).where(
        CallTask.town_id == town_id, CallTask.dedup_key.startswith(dedup_key, autoescape=True)
    )
    newest = same.order_by(CallTask.created_at.desc(), CallTask.id.desc()).limit(1)
    return session.scalar(newest) is CallTaskStatus.CANCELLED
