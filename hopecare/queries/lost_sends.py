"""Reads how often a text got lost on its way and was promised again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from hopecare.domain.care_path import MessageStatus
from models import MessageEvent

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Message

PASSES_LATER: Final = "passes_later"
"""What stands in the life of a message where it was lost and goes into the line once more."""


def count_losses(session: Session, message: Message) -> tuple[int, int]:
    """Give how often it was promised again, and which send was the last that got lost."""
    session.flush()
    lost, last = session.execute(
        select(func.count(), func.max(MessageEvent.attempt)).where(
            MessageEvent.message_id == message.id, MessageEvent.code == PASSES_LATER
        )
    ).one()
    return int(lost), int(last or 0)


def is_of_ended_send(
    session: Session, message: Message, *, status: MessageStatus, attempt: int | None
) -> bool:
    """Say whether a word is about a send that another follows; that it arrived is always news."""
    if attempt is None or status is MessageStatus.DELIVERED:
        return False
    if attempt < message.attempt:
        return True
    if message.status is not MessageStatus.PENDING or message.sent_at is None:
        return False
    return attempt <= count_losses(session, message)[1]
