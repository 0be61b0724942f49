"""The telephones that lie ready: whose each is, whether it rings, and when it was texted last."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import case, func, select, true

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.queries.duty import A_MOMENT
from hopecare.queries.duty_watches import read_rota
from hopecare.queries.handset import ARRIVED, RINGING
from hopecare.queries.not_over import not_over
from models import ContactPoint, Message, Person, PersonRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.roles import Role

Each = TypeVar("Each")
NEW_FOR: Final = timedelta(days=1)
"""What came before that is not news, whether or not this telephone was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfPhone:
    """One telephone as it lies there."""

    person: Person
    number: str
    roles: Sequence[Role]
    is_on_duty: bool
    is_ringing: bool
    arrived: Sequence[datetime]
    """When each text or call of the last day came."""
    last_at: datetime | None


def phones_on_shelf(
    session: Session, condition: ColumnElement[bool], *, limit: int, on: date, now: datetime
) -> list[ShelfPhone]:
    """Give the telephones of some people: the ringing ones, then those written to last."""
    last = (
        select(Message.to_person_id, func.max(Message.sent_at).label("at"))
        .where(Message.status.in_(ARRIVED))
        .group_by(Message.to_person_id)
        .subquery()
    )
    has_phone = select(ContactPoint.person_id).where(ContactPoint.valid_until.is_(None))
    ringing = _ringing(session, now)
    rings_first = case((Person.id.in_(ringing), 0), else_=1)
    rows = session.execute(
        select(Person, last.c.at)
        .outerjoin(last, last.c.to_person_id == Person.id)
        .where(Person.id.in_(has_phone), condition)
        .order_by(rings_first, last.c.at.desc().nulls_last(), Person.id)
        .limit(limit)
    ).all()
    ids = [person.id for person, _at in rows]
    numbers, roles = _numbers(session, ids), _roles(session, ids, on=on)
    duty, arrived = _on_duty(session, now, on=on), _news(session, ids, now)
    return [
        ShelfPhone(
            person=person,
            number=numbers.get(person.id, ""),
            roles=roles[person.id],
            is_on_duty=person.id in duty,
            is_ringing=person.id in ringing,
            arrived=arrived[person.id],
            last_at=at,
        )
        for person, at in rows
    ]


def _numbers(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """The number of each, the preferred one."""
    points = session.scalars(
        select(ContactPoint)
        .where(ContactPoint.person_id.in_(ids), ContactPoint.valid_until.is_(None))
        .order_by(ContactPoint.is_preferred, ContactPoint.id.desc())
    )
    return {point.person_id: point.value for point in points}


def _roles(session: Session, ids: Sequence[UUID], *, on: date) -> Mapping[UUID, list[Role]]:
    """What each is to the town on a day."""
    held = session.execute(
        select(PersonRole.person_id, PersonRole.role).where(
            PersonRole.person_id.in_(ids),
            PersonRole.from_on <= on,
            not_over(PersonRole, on),
        )
    )
    return _gathered((person_id, role) for person_id, role in held)


def _on_duty(session: Session, now: datetime, *, on: date) -> frozenset[UUID]:
    """Those who take the alerts now, where the rota names them."""
    rota = read_rota(session, of=true(), from_at=now, until_at=now + A_MOMENT, on=on)
    watches = rota.watches()
    return frozenset(each.person_id for each in watches if each.from_at <= now < each.until_at)


def _ringing(session: Session, now: datetime) -> frozenset[UUID]:
    """Those whose telephone rings with an automated call."""
    return frozenset(
        session.scalars(
            select(Message.to_person_id).where(
                Message.channel == Channel.VOICE,
                Message.status.in_(RINGING),
                Message.valid_until > now,
                Message.kind != MessageKind.SIGN_IN_CODE,
            )
        )
    )


def _news(session: Session, ids: Sequence[UUID], now: datetime) -> Mapping[UUID, list[datetime]]:
    """When each text or call of the last day came."""
    came = session.execute(
        select(Message.to_person_id, Message.sent_at).where(
            Message.to_person_id.in_(ids),
            Message.status.in_(ARRIVED),
            Message.sent_at > now - NEW_FOR,
        )
    )
    return _gathered((person_id, at) for person_id, at in came if at is not None)


def _gathered(pairs: Iterable[tuple[UUID, Each]]) -> defaultdict[UUID, list[Each]]:
    """Several of one person, together."""
    found: defaultdict[UUID, list[Each]] = defaultdict(list)
    for person_id, each in pairs:
        found[person_id].append(each)
    return found
