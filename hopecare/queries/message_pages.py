"""What the pages of one message and of one reply show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import defer

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.roles import STAFF
from hopecare.errors import NotFoundError
from hopecare.queries.check_ins import AWAITED
from hopecare.queries.identities import roles_of
from hopecare.queries.message_words import words_by_message
from hopecare.queries.messages import telephones_of
from hopecare.queries.residents import person_by_id
from hopecare.queries.told_together import ended_as_told, told_with
from hopecare.queries.visibility import visible
from models import (
    Centre,
    CheckInPlan,
    CheckInSlot,
    ContactPoint,
    InboundMessage,
    Message,
    MessageEvent,
    Need,
    Offer,
    Person,
    Report,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.domain.identity import Identity
    from hopecare.domain.replies import ReplyMeaning
    from hopecare.queries.message_words import MessageWords

SAID_LATELY: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message with its whole life."""

    message: Message
    words: MessageWords
    to: Person
    number: str | None
    is_of_staff: bool
    """Whose telephone is their own matter: few may read it whole."""
    events: Sequence[MessageEvent]
    need_id: UUID | None
    """What was asked for, where it is about an offer."""
    replies: Sequence[ReplyTo]
    is_told_together: bool
    """Whether it never left because another had said the same to that telephone."""
    told_with: tuple[Message, Person] | None
    """The message that said it in this one's place, on a telephone both have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTo:
    """A reply to the check-in or the offer of a message, without its words."""

    reply_id: UUID
    received_at: datetime
    channel: Channel
    meaning: ReplyMeaning


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCheckIn:
    """A check-in that a reply may answer."""

    slot: CheckInSlot
    resident: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOffer:
    """An offer that a reply may answer."""

    offer: Offer
    need: Need
    helper: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """One reply, whose it may be, and which questions of ours stand open on that telephone."""

    reply: InboundMessage
    people: Sequence[Person]
    """Those this reader may read."""
    elsewhere: Sequence[Centre]
    """The centres of others who have this telephone: they are asked, not read."""
    check_ins: Sequence[OpenCheckIn]
    offers: Sequence[OpenOffer]
    reviewer: Person | None
    said_lately: Sequence[tuple[Message, MessageWords]]
    """What we last said to this telephone, the newest first, each with its words."""
    report: Report | None
    """What was made of it."""


def message_view(
    session: Session, message_id: UUID, *, identity: Identity, on: date
) -> MessageView:
    """Read a message and everything that happened to it."""
    message = session.get(Message, message_id, options=[defer(Message.body)])
    if message is None:
        raise NotFoundError(kind="message", message_id=message_id)
    point = (
        session.get(ContactPoint, message.contact_point_id) if message.contact_point_id else None
    )
    events = session.scalars(
        select(MessageEvent)
        .where(MessageEvent.message_id == message_id)
        .order_by(MessageEvent.at, MessageEvent.id)
    ).all()
    return MessageView(
        message=message,
        words=words_by_message(session, [message_id])[message_id],
        to=person_by_id(session, message.to_person_id),
        number=point.value if point else None,
        is_of_staff=bool(roles_of(session, message.to_person_id, on=on) & STAFF),
        events=events,
        need_id=_need_of(session, message),
        replies=_replies_to(session, message, identity),
        is_told_together=ended_as_told(message, events),
        told_with=told_with(session, message, events, identity=identity),
    )


def _need_of(session: Session, message: Message) -> UUID | None:
    wanted = select(Offer.need_id).where(Offer.id == message.offer_id)
    return session.scalar(wanted) if message.offer_id else None


def _replies_to(session: Session, message: Message, identity: Identity) -> Sequence[ReplyTo]:
    """What came in since, about the same check-in or offer, as far as the reader may see it."""
    same = [
        column == key
        for column, key in (
            (InboundMessage.slot_id, message.slot_id),
            (InboundMessage.offer_id, message.offer_id),
        )
        if key is not None
    ]
    if not same:
        return ()
    reply = InboundMessage
    rows = session.execute(
        select(reply.id, reply.received_at, reply.channel, reply.meaning)
        .where(
            or_(*same),
            reply.received_at >= message.created_at,
            visible("reply.read", identity, reply),
        )
        .order_by(reply.received_at, reply.id)
    )
    return [
        ReplyTo(reply_id=reply_id, received_at=at, channel=channel, meaning=meaning)
        for reply_id, at, channel, meaning in rows
    ]


def reply_by_id(session: Session, reply_id: UUID) -> InboundMessage:
    """Give a reply of this town."""
    reply = session.get(InboundMessage, reply_id)
    if reply is None:
        raise NotFoundError(kind="reply", reply_id=reply_id)
    return reply


def reply_view(session: Session, reply_id: UUID, *, identity: Identity, on: date) -> ReplyView:
    """Read a reply with whose it may be and what it may answer, as far as this reader may."""
    reply = reply_by_id(session, reply_id)
    held = {point.person_id for point in telephones_of(session, reply.from_index, today=on)}
    whose = Person.id.in_(sorted(held | ({reply.person_id} if reply.person_id else set())))
    is_ours = visible("resident.read", identity, Person)
    people = session.scalars(select(Person).where(whose, is_ours).order_by(Person.id)).all()
    ids = [person.id for person in people]
    others = select(Person.centre_id).where(whose, Person.id.not_in(ids))
    centres = select(Centre).where(Centre.id.in_(others)).order_by(Centre.name)
    return ReplyView(
        reply=reply,
        people=people,
        elsewhere=session.scalars(centres).all(),
        check_ins=_check_ins(session, ids),
        offers=_offers(session, ids),
        reviewer=session.get(Person, reply.reviewed_by_id) if reply.reviewed_by_id else None,
        said_lately=_said_lately(session, reply, ids, identity),
        report=session.get(Report, reply.report_id) if reply.report_id else None,
    )


def _said_lately(
    session: Session, reply: InboundMessage, ids: Sequence[UUID], identity: Identity
) -> Sequence[tuple[Message, MessageWords]]:
    """The last things we said to this telephone, before it was written."""
    points = select(ContactPoint.id).where(ContactPoint.value_index == reply.from_index)
    left = (
        select(Message)
        .where(
            visible("message.read", identity, Message),
            Message.to_person_id.in_(ids),
            Message.contact_point_id.in_(points),
            Message.sent_at <= reply.received_at,
        )
        .order_by(Message.sent_at.desc(), Message.id)
        .limit(SAID_LATELY)
        .options(defer(Message.body))  # read by itself: what no key opens breaks no page
    )
    said = session.scalars(left).all()
    words = words_by_message(session, [message.id for message in said])
    return [(message, words[message.id]) for message in said]


def _check_ins(session: Session, ids: Sequence[UUID]) -> list[OpenCheckIn]:
    """The newest open check-in of each plan that asks one of these people."""
    rows = session.execute(
        select(CheckInSlot, Person)
        .join(CheckInPlan, CheckInPlan.id == CheckInSlot.plan_id)
        .join(Person, Person.id == CheckInSlot.person_id)
        .where(
            CheckInSlot.status.in_(AWAITED),
            CheckInSlot.person_id.in_(ids) | CheckInPlan.asked_person_id.in_(ids),
        )
        .order_by(CheckInSlot.due_at)
    )
    newest = {slot.plan_id: OpenCheckIn(slot=slot, resident=person) for slot, person in rows}
    return list(newest.values())


def _offers(session: Session, ids: Sequence[UUID]) -> list[OpenOffer]:
    rows = session.execute(
        select(Offer, Need, Person)
        .join(Need, Need.id == Offer.need_id)
        .join(Person, Person.id == Offer.helper_id)
        .where(Offer.helper_id.in_(ids), Offer.status == OfferStatus.STANDING)
        .order_by(Offer.made_at)
    )
    return [OpenOffer(offer=offer, need=need, helper=helper) for offer, need, helper in rows]
