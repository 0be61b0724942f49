"""What has happened to a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import MessageEvent

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def has_come_to(session: Session, message_id: UUID, code: str) -> bool:
    """Say whether this has happened to a message."""
    found = select(MessageEvent.id).where(
        MessageEvent.message_id == message_id, MessageEvent.code == code
    )
    return session.scalar(found.limit(1)) is not None
