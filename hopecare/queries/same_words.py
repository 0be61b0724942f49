"""Texts that say the same again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import InboundMessage

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LATELY: Final = timedelta(hours=1)
MOST: Final = 100


def find_same_unread(session: Session, row: InboundMessage) -> InboundMessage | None:
    """Find the first text of the last hour from this number in the very words that nobody has read.

    Words lie encrypted, so they are compared here, and of not more than so many.
    """
    unread = session.scalars(
        select(InboundMessage)
        .where(
            InboundMessage.town_id == row.town_id,
            InboundMessage.from_index == row.from_index,
            InboundMessage.channel == row.channel,
            InboundMessage.meaning == row.meaning,
            InboundMessage.slot_id == row.slot_id
            if row.slot_id
            else InboundMessage.slot_id.is_(None),
            InboundMessage.needs_review.is_(True),
            InboundMessage.reviewed_at.is_(None),
            InboundMessage.received_at > row.received_at - LATELY,
            InboundMessage.id != row.id,
        )
        .order_by(InboundMessage.received_at, InboundMessage.id)
        .limit(MOST)
    )
    same = (each for each in unread if each.body is not None and each.body == row.body)
    return next(same, None)
