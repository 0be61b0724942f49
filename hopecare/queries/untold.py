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
        CallTask.dedup_key == untold_key(message_id), CallTask.status == CallTaskStatus.DONE
    )
    return session.scalar(made) is not None
