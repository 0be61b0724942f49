"""Marks many messages as under way together: the mapper would write each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import set_committed_value
from uuid_utils.compat import uuid7

from hopecare.domain.delivery import MessageStatus
from hopecare.domain.delivery_order import RANK
from models import Message, MessageEvent
from models.many import insert_many, update_many
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
    update_many(connection, Message, [_written(message) for message in plain])
    insert_many(connection, MessageEvent, [_event(message, at) for message in plain])
    for message in plain:
        for name in WRITTEN:
            set_committed_value(message, name, getattr(message, name))


def _changed(message: Message) -> set[str]:
    state = inspect(message)
    return set(state.mapper.column_attrs.keys()) - state.unmodified


def _written(message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in ("id", *WRITTEN)}


def _event(message: Message, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "town_id": message.town_id,
        "message_id": message.id,
        "at": at,
        "status": MessageStatus.SENDING,
        "attempt": message.attempt,
    }
