"""Reads messages: what is due, what is in doubt, and what an incoming word may belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import aliased, defer

from hopecare.domain.care_path import MessageStatus, OfferStatus, SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.delivery_order import BETWEEN_LOOKS, STUCK_AFTER
from hopecare.domain.priorities import Priority
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.sending_stops import moves_now
from models import CheckInSlot, ContactPoint, InboundMessage, Message, Offer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel


def find_message(session: Session, message_id: UUID, *, alone: bool = False) -> Message | None:
    """Give a message; `alone` holds it until the transaction ends."""
    if not alone:
        return session.get(Message, message_id)
    return session.get(Message, message_id, with_for_update=True, populate_existing=True)


def hold_messages(session: Session, message_ids: Iterable[UUID]) -> Mapping[UUID, Message]:
    """Give many messages by their ids, held until the transaction ends."""
    wanted = (
        select(Message)
        .where(Message.id.in_(sorted(message_ids)))
        .order_by(Message.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {message.id: message for message in session.scalars(wanted)}


def due_messages(session: Session, *, now: datetime, limit: int) -> Sequence[Message]:
    """Promises whose time has come, by priority; each for one process only."""
    found: list[Message] = []
    moves = moves_now(session, now=now)
    for priority in _with_something(session, now=now):
        due = _due(select(Message), moves, priority, now=now).limit(limit - len(found))
        found += session.scalars(due.with_for_update(skip_locked=True))
        if len(found) == limit:
            break
    return found


def due_within(
    session: Session, *, now: datetime, room: Mapping[Channel, int]
) -> Sequence[Message]:
    """The same, as many of each channel as it has room for: a slow one holds back no other."""
    found: list[Message] = []
    left, moves = dict(room), moves_now(session, now=now)
    for priority in _with_something(session, now=now):
        for channel in (each for each, has in left.items() if has):
            due = _due(select(Message), moves, priority, now=now)
            mine = due.where(Message.channel == channel).limit(left[channel])
            more = session.scalars(mine.with_for_update(skip_locked=True)).all()
            left[channel] -= len(more)
            found += more
    return found


def due_message_ids(session: Session, *, now: datetime, limit: int) -> Sequence[UUID]:
    """The same as ids: readable even where a message's own words are not."""
    found: list[UUID] = []
    moves = moves_now(session, now=now)
    for priority in _with_something(session, now=now):
        due = _due(select(Message.id), moves, priority, now=now)
        found += session.scalars(due.limit(limit - len(found)))
    return found


def find_due(session: Session, message_id: UUID, *, now: datetime) -> Message | None:
    """The same, one of them and held: None where it is not due any more, or a stop has come."""
    due = select(Message).where(*_is_due(moves_now(session, now=now), now))
    mine = due.where(Message.id == message_id).with_for_update()
    return session.scalars(mine.execution_options(populate_existing=True)).one_or_none()


def _with_something(session: Session, *, now: datetime) -> Sequence[Priority]:
    """Which priorities have something due, the first first: one look into the index at each."""
    looks = [_due(select(Message.id), true(), each, now=now).exists() for each in Priority]
    found = session.execute(select(*looks)).one()
    return [each for each, has in zip(Priority, found, strict=True) if has]


def _due(
    wanted: Select[Any], moves: ColumnElement[bool], priority: Priority, *, now: datetime
) -> Select[Any]:
    """Each priority along the index: thousands of ordinary words are not gone through for one."""
    due = wanted.where(*_is_due(moves, now), Message.priority == priority)
    return due.order_by(Message.not_before)


def _is_due(moves: ColumnElement[bool], now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Message.status == MessageStatus.PENDING, Message.not_before <= now, moves)


def messages_in_doubt(session: Session, *, now: datetime, limit: int) -> Sequence[Message]:
    """Sends nobody knows the fate of: marked unknown, or claimed by a process that has died.

    Without their words: one that no key opens is in doubt like the others.
    """
    stuck = _is_stuck(now)
    unknown = (Message.status == MessageStatus.UNKNOWN) & or_(
        Message.looked_at.is_(None), Message.looked_at <= now - BETWEEN_LOOKS
    )
    doubt = (
        select(Message)
        .where(or_(stuck, unknown))
        .order_by(Message.claimed_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .options(defer(Message.body))
    )
    return session.scalars(doubt).all()


def late_doubts(session: Session, *, now: datetime) -> Sequence[UUID]:
    """Check-ins whose question nobody knows the fate of, though the time to ask it is over."""
    late = (
        select(CheckInSlot.id)
        .join(Message, Message.slot_id == CheckInSlot.id)
        .where(
            Message.kind == MessageKind.CHECK_IN,
            or_(_is_stuck(now), Message.status == MessageStatus.UNKNOWN),
            Message.valid_until <= now,
            CheckInSlot.status == SlotStatus.DUE,
        )
        .order_by(CheckInSlot.due_at, CheckInSlot.id)
    )
    return session.scalars(late).all()


def _is_stuck(now: datetime) -> ColumnElement[bool]:
    """Claimed by a process that has died."""
    return (Message.status == MessageStatus.SENDING) & (Message.claimed_at <= now - STUCK_AFTER)


def known_sids(session: Session, provider: str, sids: Sequence[str]) -> frozenset[str]:
    """Which of these the provider's names belong to messages of ours already."""
    if not sids:
        return frozenset()
    found = select(Message.provider_sid).where(
        Message.provider == provider, Message.provider_sid.in_(sids)
    )
    return frozenset(sid for sid in session.scalars(found) if sid is not None)


def hold_sender_of(session: Session, *, provider: str | None, provider_sid: str) -> Message | None:
    """Hold the message that has this name at the provider, if one of ours has."""
    named = select(Message).where(
        Message.provider == provider, Message.provider_sid == provider_sid
    )
    held = named.with_for_update().execution_options(populate_existing=True)
    return session.scalars(held).one_or_none()


def is_another_under_way(session: Session, message: Message) -> bool:
    """Whether another text is being handed over to the same telephone: the list may show it.

    What it came to is written within a moment, or it is in doubt itself.
    """
    theirs, other = aliased(ContactPoint), aliased(Message)
    found = (
        select(other.id)
        .join(ContactPoint, ContactPoint.id == other.contact_point_id)
        .join(theirs, theirs.value_index == ContactPoint.value_index)
        .where(
            theirs.id == message.contact_point_id,
            other.id != message.id,
            other.status == MessageStatus.SENDING,
        )
    )
    return session.scalar(found.limit(1)) is not None


def lapsed_secrets(session: Session, *, now: datetime) -> Sequence[Message]:
    """Sign-in codes whose time is over, and whose words are still there."""
    lapsed = select(Message).where(
        Message.kind == MessageKind.SIGN_IN_CODE,
        Message.valid_until <= now,
        Message.body.is_not(None),
    )
    return session.scalars(lapsed).all()


def find_inbound(session: Session, *, provider: str, provider_sid: str) -> InboundMessage | None:
    """The incoming message kept under the provider's name for it."""
    same = select(InboundMessage).where(
        InboundMessage.provider == provider, InboundMessage.provider_sid == provider_sid
    )
    return session.scalars(same).one_or_none()


def known_inbound(session: Session, provider: str, sids: Sequence[str]) -> frozenset[str]:
    """Which of these incoming messages were taken in already."""
    if not sids:
        return frozenset()
    found = select(InboundMessage.provider_sid).where(
        InboundMessage.provider == provider, InboundMessage.provider_sid.in_(sids)
    )
    return frozenset(session.scalars(found))


def has_newer_wish(session: Session, from_index: str, *, after: datetime) -> bool:
    """Whether this telephone asked for texts to stop, or to come again, after a moment."""
    newer = select(InboundMessage.id).where(
        InboundMessage.from_index == from_index,
        InboundMessage.received_at > after,
        InboundMessage.meaning.in_((ReplyMeaning.STOP, ReplyMeaning.START)),
    )
    return session.scalars(newer.limit(1)).first() is not None


def telephones_of(session: Session, value_index: str, *, today: date) -> Sequence[ContactPoint]:
    """Everybody whose telephone this is today; families share one."""
    return session.scalars(select(ContactPoint).where(*_held(value_index, today))).all()


def holders_of_number(
    session: Session, value_index: str, *, town_id: UUID, today: date
) -> Sequence[UUID]:
    """The same in one town and by id alone: also where a number or a name cannot be read."""
    held = select(ContactPoint.person_id).where(*_held(value_index, today))
    mine = held.where(ContactPoint.town_id == town_id).distinct()
    return session.scalars(mine.order_by(ContactPoint.person_id)).all()


def points_of_number(
    session: Session, value_index: str, *, town_id: UUID, today: date
) -> Sequence[ContactPoint]:
    """Give every entry of one town that holds this number on a day."""
    mine = (ContactPoint.town_id == town_id, *_held(value_index, today))
    return session.scalars(select(ContactPoint).where(*mine).order_by(ContactPoint.id)).all()


def _held(value_index: str, today: date) -> Sequence[ColumnElement[bool]]:
    return (
        ContactPoint.value_index == value_index,
        ContactPoint.valid_from <= today,
        or_(ContactPoint.valid_until.is_(None), ContactPoint.valid_until > today),
    )


def offers_open_to(session: Session, helper_id: UUID) -> Sequence[Offer]:
    """The offers a volunteer may still answer."""
    found = (
        select(Offer)
        .where(Offer.helper_id == helper_id, Offer.status == OfferStatus.STANDING)
        .order_by(Offer.made_at.desc())
    )
    return session.scalars(found).all()


def find_offer_by_code(session: Session, helper_id: UUID, code: str) -> Offer | None:
    """The offer of this volunteer that carries this code, whatever its status."""
    found = select(Offer).where(Offer.helper_id == helper_id, Offer.code == code)
    return session.scalars(found).one_or_none()


def counts_by_status(session: Session) -> Sequence[tuple[MessageStatus, int]]:
    """How many messages stand where, the commonest first."""
    count = func.count().label("count")
    found = select(Message.status, count).group_by(Message.status).order_by(count.desc())
    return [(status, number) for status, number in session.execute(found)]


def oldest_waiting(session: Session, *, now: datetime) -> datetime | None:
    """Since when the oldest message waits that should have left by now."""
    due = (Message.status == MessageStatus.PENDING) & (Message.not_before <= now)
    return session.scalar(select(func.min(Message.not_before)).where(due))
