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
    from datetime import datetime

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


def ended_as_told(message: Message, events: Sequence[MessageEvent]) -> bool:
    """Say the same of one message by what happened to it."""
    return message.status is MessageStatus.STOPPED and any(
        event.code == TOLD_TOGETHER for event in events
    )


def counted_as_told(session: Session, message: Message, *, now: datetime) -> Sequence[Message]:
    """Give the messages that never left because this one had, and that may still leave in time.

    The telephone's entries are held, as whoever sends holds them: nobody counts as told meanwhile.
    """
    point = session.get_one(ContactPoint, message.contact_point_id)
    entries = select(ContactPoint.id).where(
        ContactPoint.town_id == point.town_id, ContactPoint.value_index == point.value_index
    )
    held = entries.order_by(ContactPoint.id).with_for_update(key_share=True)
    points = session.scalars(held).all()
    others = select(Message).where(
        Message.broadcast_id == message.broadcast_id,
        Message.contact_point_id.in_(points),
        Message.channel == message.channel,
        Message.id != message.id,
        Message.valid_until > now,
        was_told_together(),
    )
    own = others.order_by(Message.id).with_for_update(of=Message)
    found = session.scalars(own.execution_options(populate_existing=True)).all()
    return [each for each in found if each.body is not None and each.body == message.body]


def told_with(
    session: Session, message: Message, events: Sequence[MessageEvent], *, identity: Identity
) -> tuple[Message, Person] | None:
    """Give the message that said it in this one's place, and to whom, where the reader may see."""
    if not ended_as_told(message, events):
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
