"""What became of messages, as a condition: one for a list and for the number leading there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, or_

from hopecare.domain.message_fates import FATE_OF, TAKEN, Fate
from models import Message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from hopecare.domain.channel_health import ChannelLimit
    from hopecare.domain.channels import Channel


def fate_at(now: datetime, limits: Mapping[Channel, ChannelLimit]) -> ColumnElement[Any]:
    """Give each message's fate as it is at a moment; a channel says how long receipts may take."""
    waited = or_(
        *(
            and_(Message.channel == channel, Message.sent_at <= now - limit.receipt_within)
            for channel, limit in limits.items()
        )
    )
    unheard = and_(Message.status.in_(TAKEN), waited)
    said = [(Message.status == status, fate.value) for status, fate in FATE_OF.items()]
    return case((unheard, Fate.NO_RECEIPT.value), *said, else_=Fate.WAITING.value)


def was_taken() -> ColumnElement[bool]:
    """Whether a network took it."""
    return Message.sent_at.is_not(None)
