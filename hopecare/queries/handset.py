"""What lies on a person's telephone, for the development-only handset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.errors import NotFoundError
from models import ContactPoint, InboundMessage, Message, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

KEPT: Final = 60
ARRIVED: Final = (MessageStatus.ACCEPTED, MessageStatus.SENT, MessageStatus.DELIVERED)
RINGING: Final = (MessageStatus.ACCEPTED, MessageStatus.SENT)
WAITING: Final = (MessageStatus.PENDING, MessageStatus.HELD, MessageStatus.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One text or call on the telephone."""

    at: datetime
    body: str
    is_own: bool
    is_call: bool
    is_missed: bool = False
    message_id: UUID | None = None
    """Whose words these are, where they are ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handset:
    """One person's telephone."""

    person: Person
    number: str
    lines: Sequence[Line]
    ringing: Sequence[Message]
    """Automated calls that wait to be picked up, the newest first."""
    waiting: Sequence[Message]
    """Words promised to this person that have not arrived: they wait, or are held back."""


def handset_of(session: Session, person_id: UUID, *, now: datetime) -> Handset:
    """Give a person's telephone and all that is on it."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFoundError(person_id=person_id)
    points = session.scalars(
        select(ContactPoint)
        .where(ContactPoint.person_id == person_id, ContactPoint.valid_until.is_(None))
        .order_by(ContactPoint.is_preferred.desc(), ContactPoint.id)
    ).all()
    messages = _messages(session, person_id)
    ringing = [message for message in messages if _rings(message, now)]
    there = [message for message in messages if message.status not in WAITING]
    lines = [_received(message) for message in there if message not in ringing]
    lines += [_written(row) for row in _inbound(session, person_id, points)]
    return Handset(
        person=person,
        number=points[0].value if points else "",
        lines=sorted((line for line in lines if line.body), key=lambda line: line.at),
        ringing=ringing,
        waiting=[message for message in messages if message.status in WAITING],
    )


def _messages(session: Session, person_id: UUID) -> Sequence[Message]:
    """The newest words promised to this person that were not recalled."""
    shown = (*ARRIVED, *WAITING, MessageStatus.UNDELIVERED)
    found = (
        select(Message)
        .where(Message.to_person_id == person_id, Message.status.in_(shown))
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(KEPT)
    )
    return session.scalars(found).all()


def _inbound(
    session: Session, person_id: UUID, points: Sequence[ContactPoint]
) -> Sequence[InboundMessage]:
    """What was written or pressed here, also before we knew by whom."""
    numbers = [point.value_index for point in points]
    found = (
        select(InboundMessage)
        .where(or_(InboundMessage.person_id == person_id, InboundMessage.from_index.in_(numbers)))
        .order_by(InboundMessage.received_at.desc())
        .limit(KEPT)
    )
    return session.scalars(found).all()


def _received(message: Message) -> Line:
    """A text that came, or a call."""
    is_call = message.channel is Channel.VOICE
    return Line(
        at=message.sent_at or message.created_at,
        body=message.body or "",
        message_id=message.id,
        is_own=False,
        is_call=is_call,
        is_missed=is_call and message.status is not MessageStatus.DELIVERED,
    )


def _written(row: InboundMessage) -> Line:
    """A text written here, or a key pressed."""
    is_call = row.channel is Channel.VOICE
    return Line(at=row.received_at, body=row.body or "", is_own=True, is_call=is_call)


def _rings(message: Message, now: datetime) -> bool:
    """Whether this call waits to be picked up."""
    is_call = message.channel is Channel.VOICE and message.status in RINGING
    return is_call and message.valid_until > now and message.kind is not MessageKind.SIGN_IN_CODE
