"""Words, or whom they go to, cannot be read: nothing is sent, and somebody is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import defer

from hopecare.domain.care_path import MessageStatus
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.ring_instead import UNREADABLE, ring_instead
from models import Message

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor

EXPIRES: Final = DeliveryWord(status=MessageStatus.EXPIRED, code=UNREADABLE)


def follow_unreadable(
    session: Session,
    *,
    message_id: UUID,
    until: datetime,
    is_sealed: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Let it expire where its time ends by `until`; where no key opens it, ring at once.

    A check-in that expires so is missed as any other: a person asks the same day.
    """
    message = _unread(session, message_id)
    if message is None or message.status is not MessageStatus.PENDING:
        return
    if message.valid_until <= until:
        record_delivery(session, message=message, word=EXPIRES, by=by, now=now)
    elif is_sealed:
        ring_instead(session, message=message, code=UNREADABLE, by=by, now=now)


def _unread(session: Session, message_id: UUID) -> Message | None:
    """Hold the message, without its words."""
    wanted = select(Message).where(Message.id == message_id).options(defer(Message.body))
    return session.scalars(wanted.with_for_update()).one_or_none()
