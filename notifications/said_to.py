"""What of messages to many has left for a telephone that several people have, or is leaving."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from hopecare.domain.broadcasts import LEFT
from hopecare.domain.delivery import MessageKind, MessageStatus
from models import ContactPoint, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

LEAVING: Final = (MessageStatus.SENDING, MessageStatus.UNKNOWN)
"""Nobody knows yet whether these have left."""


class SaidTo:
    """What of messages to many has left for some telephones, or is leaving."""

    def __init__(self) -> None:
        """Know of nothing yet."""
        # By the message to many, and the telephone's index.
        self._said: dict[tuple[UUID | None, str], list[Message]] = defaultdict(list)

    def takes(self, message: Message, point: ContactPoint) -> None:
        """Count one that left, or leaves now."""
        if message.kind is MessageKind.BROADCAST:
            self._said[message.broadcast_id, point.value_index].append(message)

    def same(self, message: Message, point: ContactPoint) -> Sequence[Message]:
        """Give whatever says the same words to the same telephone."""
        if message.kind is not MessageKind.BROADCAST:
            return ()
        said = self._said.get((message.broadcast_id, point.value_index), ())
        return [
            each
            for each in said
            if each.id != message.id
            and each.channel is message.channel
            and each.body is not None
            and each.body == message.body
        ]


def read_said(
    session: Session,
    messages: Sequence[Message],
    points: Mapping[UUID, Sequence[ContactPoint]],
) -> SaidTo:
    """Read what was said to telephones that several people have; two who send do it in turn."""
    to_many = [message for message in messages if message.kind is MessageKind.BROADCAST]
    said = SaidTo()
    own = [point for message in to_many for point in points.get(message.to_person_id, ())]
    shared = _shared(session, own) if own else {}
    if not shared:
        return said
    theirs = select(Message).where(
        Message.to_person_id.in_(sorted({point.person_id for point in shared.values()})),
        Message.contact_point_id.in_(sorted(shared)),
        Message.broadcast_id.in_(sorted({each.broadcast_id for each in to_many} - {None})),
        Message.status.in_((*LEFT, *LEAVING)),
    )
    for message in session.scalars(theirs).all():
        if message.contact_point_id is not None:
            said.takes(message, shared[message.contact_point_id])
    return said


def _shared(session: Session, own: Iterable[ContactPoint]) -> Mapping[UUID, ContactPoint]:
    """Give the rows of every telephone among these that several people have, held until the end.

    Held, so that of two workers with one message each the second sees what the first has taken.
    """
    towns, indexes = {each.town_id for each in own}, {each.value_index for each in own}
    among = (
        ContactPoint.town_id.in_(sorted(towns)),
        ContactPoint.value_index.in_(sorted(indexes)),
    )
    several = (
        select(ContactPoint.value_index)
        .where(*among)
        .group_by(ContactPoint.town_id, ContactPoint.value_index)
        .having(func.count(ContactPoint.person_id.distinct()) > 1)
    )
    found = session.scalars(several).all()
    if not found:
        return {}
    rows = select(ContactPoint).where(among[0], ContactPoint.value_index.in_(found))
    held = rows.order_by(ContactPoint.id).with_for_update(key_share=True)
    return {each.id: each for each in session.scalars(held)}
