"""Reads messages that ended because the same words had reached the same telephone before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased, defer

from hopecare.domain.broadcasts import LEFT, TOLD_TOGETHER
from hopecare.domain.care_path import MessageStatus
from hopecare.queries.visibility import visible
from models import ContactPoint, Message, MessageEvent, Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


def was_told_together() -> ColumnElement[bool]:
    """Say which messages never left because another had said the same to that telephone."""
    event = (
        select(MessageEvent.id)
        .where(MessageEvent.message_id == Message.id, MessageEvent.code == TOLD_TOGETHER)
        .exists()
    )
    return and_(Message.status == MessageStatus.STOPPED, event)


def told_with(
    session: Session, message: Message, events: Sequence[MessageEvent], *, identity: Identity
) -> tuple[Message, Person] | None:
    """Give the message that said it in this one's place, and to whom, where the reader may see."""
    if not any(event.code == TOLD_TOGETHER for event in events):
        return None
    other, own = aliased(ContactPoint), aliased(ContactPoint)
    same = (
        select(Message, Person)
        .join(Person, Person.id == Message.to_person_id)
        .join(other, other.id == Message.contact_point_id)
        .join(own, own.value_index == other.value_index)
        .where(
            own.id == message.contact_point_id,
            Message.broadcast_id == message.broadcast_id,
            Message.language == message.language,
            Message.status.in_(LEFT),
            visible("message.read", identity, Message),
        )
        .order_by(Message.id)
        .limit(1)
        .options(defer(Message.body))
    )
    found = session.execute(same).first()
    return (found[0], found[1]) if found else None
