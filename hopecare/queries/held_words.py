"""What a stop holds back, or would: how much, until when it is true, and who must be rung."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased, defer

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SLOT, AlertStatus, CallTaskStatus, OfferStatus
from hopecare.domain.delivery import MessageKind, MessageStatus
from hopecare.domain.people import AgeBand
from hopecare.domain.stopped_sending import RUNG_FOR, STILL_LEAVES, channels_stopped
from hopecare.queries.fragile import is_in_crisis
from hopecare.queries.residents import contact_points_of
from hopecare.queries.untold import UNTOLD
from hopecare.queries.visibility import visible
from models import Alert, CallTask, Case, CheckInSlot, Message, Offer, Person

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.domain.identity import Identity
    from models import ContactPoint, SendingStop

SHOWN: Final = 50
_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
_About: Final = aliased(Person, name="about")
_OfCase: Final = aliased(Case, name="of_case")
_ABOUT_ID: Final = func.coalesce(
    CheckInSlot.person_id, Alert.person_id, _OfCase.resident_id, Message.to_person_id
)
_PLACE: Final = case(
    (Message.kind == MessageKind.ALERT, 0),
    (is_in_crisis(_ABOUT_ID), 1),
    (_About.age_band == AgeBand.OLDEST, 2),
    (_About.age_band == AgeBand.OLDER, 3),
    else_=4,
)
"""Whom to ring first: where somebody was alarmed, who is in a crisis, who is oldest."""
_IN_ORDER: Final = (_PLACE, Message.valid_until, Message.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held of one kind, on one channel."""

    kind: MessageKind
    channel: Channel
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRing:
    """Somebody who counts on words that do not leave."""

    person: Person
    numbers: Sequence[ContactPoint]
    kinds: Sequence[MessageKind]
    about: Sequence[Person]
    """Whom the words are about, where that is somebody else."""
    call: CallTask | None
    """The call that is owed to them already because of words that did not leave."""
    until: datetime
    """When the first of the words is too late."""


def waits_to_leave(channels: Collection[Channel] | None = None) -> ColumnElement[bool]:
    """What has not left and would wait for a stop to end: a sign-in code never does."""
    waits = and_(
        Message.status == MessageStatus.PENDING,
        # Says nothing, and leads SQLite along what is due instead of all of a town's messages.
        Message.not_before < _NEVER,
        Message.kind.not_in(STILL_LEAVES),
    )
    return waits if channels is None else and_(waits, Message.channel.in_(channels))


def held_counts(
    session: Session, *, identity: Identity, channels: Collection[Channel]
) -> Sequence[Held]:
    """Count by kind and channel, of what this reader may see."""
    counted = session.execute(
        select(Message.kind, Message.channel, func.count())
        .where(visible("message.read", identity, Message), waits_to_leave(channels))
        .group_by(Message.kind, Message.channel)
        .order_by(Message.kind, Message.channel)
    )
    return [Held(kind=kind, channel=way, number=number) for kind, way, number in counted]


def too_late_by(
    session: Session,
    moments: Sequence[datetime],
    *,
    identity: Identity,
    channels: Collection[Channel],
) -> tuple[list[int], datetime | None]:
    """Count what is too late by each moment, and say when the last of all is."""
    sums = [func.sum(case((Message.valid_until <= moment, 1), else_=0)) for moment in moments]
    row = session.execute(
        select(*sums, func.max(Message.valid_until)).where(
            visible("message.read", identity, Message), waits_to_leave(channels)
        )
    ).one()
    return [int(number or 0) for number in row[:-1]], row[-1]


def too_late_while(
    session: Session, stops: Sequence[SendingStop], *, identity: Identity
) -> Sequence[int]:
    """Count, for each stop that is over, what became too late while it stood."""
    sums = [func.sum(case((_within(stop), 1), else_=0)) for stop in stops]
    if not sums:
        return []
    expired = select(*sums).where(
        visible("message.read", identity, Message), Message.status == MessageStatus.EXPIRED
    )
    return [int(number or 0) for number in session.execute(expired).one()]


def _within(stop: SendingStop) -> ColumnElement[bool]:
    return and_(
        Message.valid_until > stop.stopped_at,
        Message.valid_until <= stop.started_at,
        Message.channel.in_(channels_stopped([stop.channel])),
    )


def count_to_ring(session: Session, *, identity: Identity, channels: Collection[Channel]) -> int:
    """Count the people who must be rung, each once."""
    people = _counted_on(select(func.count(Message.to_person_id.distinct())), identity, channels)
    return session.scalar(people) or 0


def people_to_ring(
    session: Session, *, identity: Identity, channels: Collection[Channel], on: date
) -> Sequence[ToRing]:
    """Give the most fragile of them, with their numbers and what they count on."""
    asked = _counted_on(
        select(Message.to_person_id, func.min(Message.valid_until)), identity, channels
    )
    first = func.min(_PLACE), func.min(Message.valid_until), Message.to_person_id
    found = session.execute(
        asked.group_by(Message.to_person_id).order_by(*first).limit(SHOWN)
    ).all()
    untils: dict[UUID, datetime] = dict(iter(found))
    causes = _causes(session, list(untils), identity, channels)
    wanted = {*untils, *(about for each in causes.values() for _, about in each)}
    rows = session.scalars(select(Person).where(Person.id.in_(sorted(wanted))))
    people = {each.id: each for each in rows}
    calls = _open_calls(session, list(untils))
    numbers: dict[UUID, list[ContactPoint]] = defaultdict(list)
    for point in contact_points_of(session, list(untils), on=on):
        numbers[point.person_id].append(point)
    return [
        ToRing(
            person=people[person_id],
            numbers=numbers[person_id],
            kinds=list(dict.fromkeys(kind for kind, _ in causes[person_id])),
            about=[people[each] for each in _others(causes[person_id], person_id)],
            call=calls.get(person_id),
            until=until,
        )
        for person_id, until in untils.items()
    ]


def _open_calls(session: Session, people: Sequence[UUID]) -> Mapping[UUID, CallTask]:
    """Who of them stands on the list of calls already, because they were not asked or told."""
    owed = select(CallTask).where(
        CallTask.person_id.in_(people),
        CallTask.status == CallTaskStatus.OPEN,
        or_(
            CallTask.kind == CallTaskKind.NOT_ASKED,
            CallTask.dedup_key.startswith(UNTOLD, autoescape=True),
        ),
    )
    latest_first = session.scalars(owed.order_by(CallTask.due_at.desc(), CallTask.id))
    return {each.person_id: each for each in latest_first if each.person_id}


def ids_to_ring_for(
    session: Session, *, identity: Identity, channels: Collection[Channel]
) -> Sequence[UUID]:
    """Give the ids of all messages a person is rung for, the most fragile first."""
    asked = _counted_on(select(Message.id), identity, channels)
    return session.scalars(asked.order_by(*_IN_ORDER)).all()


def messages_to_ring_for(
    session: Session,
    message_ids: Sequence[UUID],
    *,
    identity: Identity,
    channels: Collection[Channel],
) -> Sequence[Message]:
    """Give those of some messages that are still held, without their words, in the same order."""
    asked = _counted_on(select(Message), identity, channels).where(Message.id.in_(message_ids))
    return session.scalars(asked.order_by(*_IN_ORDER).options(defer(Message.body))).all()


def _causes(
    session: Session, people: Sequence[UUID], identity: Identity, channels: Collection[Channel]
) -> Mapping[UUID, list[tuple[MessageKind, UUID]]]:
    rows = session.execute(
        _counted_on(select(Message.to_person_id, Message.kind, _ABOUT_ID), identity, channels)
        .where(Message.to_person_id.in_(people))
        .order_by(Message.valid_until, Message.id)
    )
    causes: dict[UUID, list[tuple[MessageKind, UUID]]] = defaultdict(list)
    for person_id, kind, about_id in rows:
        causes[person_id].append((kind, about_id))
    return causes


def _others(causes: Sequence[tuple[MessageKind, UUID]], person_id: UUID) -> Sequence[UUID]:
    return list(dict.fromkeys(about for _, about in causes if about != person_id))


def _counted_on(
    asked: Select[*tuple[Any, ...]], identity: Identity, channels: Collection[Channel]
) -> Select[*tuple[Any, ...]]:
    """Narrow to what somebody living counts on, and what is still true."""
    return (
        asked.select_from(Message)
        .join(Person, Person.id == Message.to_person_id)
        .outerjoin(CheckInSlot, CheckInSlot.id == Message.slot_id)
        .outerjoin(Alert, Alert.id == Message.alert_id)
        .outerjoin(_OfCase, _OfCase.id == Message.case_id)
        .outerjoin(_About, _About.id == _ABOUT_ID)
        .outerjoin(Offer, Offer.id == Message.offer_id)
        .where(
            visible("message.read", identity, Message),
            waits_to_leave(channels),
            Message.kind.in_(RUNG_FOR),
            Person.died_on.is_(None),
            or_(CheckInSlot.id.is_(None), CheckInSlot.status.not_in(SLOT.final)),
            or_(Alert.id.is_(None), Alert.status != AlertStatus.RESOLVED),
            or_(Offer.id.is_(None), Offer.status == OfferStatus.ACCEPTED),
        )
    )
