"""Marks many messages as under way together: the mapper would write each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, insert, inspect, update
from sqlalchemy.orm.attributes import set_committed_value
from uuid_utils.compat import uuid7

from hopecare.domain.delivery import MessageStatus
from hopecare.domain.delivery_order import RANK
from models import Message, MessageEvent
from notifications.outbox import put

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

WRITTEN: Final = (
    "status",
    "rank",
    "attempt",
    "claimed_at",
    "contact_point_id",
    "segments",
    "cost_micros",
    "cost_currency",
)
_ONE: Final = (
    update(Message)
    .where(Message.id == bindparam("message_id"))
    .values(
        {
            name: bindparam(f"its_{name}", type_=inspect(Message).columns[name].type)
            for name in WRITTEN
        }
    )
)


def put_under_way(session: Session, messages: Sequence[Message], *, at: datetime) -> None:
    """Set that these held messages are being sent, and append it; one by one what else changed."""
    plain = [message for message in messages if _changed(message) <= set(WRITTEN)]
    for message in {*messages} - {*plain}:
        put(session, message, MessageStatus.SENDING, at=at)
    if not plain:
        return
    for message in plain:
        message.status, message.rank = MessageStatus.SENDING, RANK[MessageStatus.SENDING]
    connection = session.connection()
    connection.execute(
        _ONE,
        [
            {"message_id": message.id} | {f"its_{name}": getattr(message, name) for name in WRITTEN}
            for message in plain
        ],
    )
    connection.execute(
        insert(MessageEvent),
        [
            {
                "id": uuid7(),
                "town_id": message.town_id,
                "message_id": message.id,
                "at": at,
                "status": MessageStatus.SENDING,
                "attempt": message.attempt,
            }
            for message in plain
        ],
    )
    for message in plain:
        for name in WRITTEN:
            set_committed_value(message, name, getattr(message, name))


def _changed(message: Message) -> set[str]:
    state = inspect(message)
    return set(state.mapper.column_attrs.keys()) - state.unmodified
