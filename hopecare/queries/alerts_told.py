"""Who was told of an alert and when, and which alerts somebody may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.alert_answers import HOW_PREFIX, round_mark, rung_key
from hopecare.domain.care_path import AlertStatus, MessageStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.escalation import PASS_ON_UNTIL
from models import Alert, Message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

LEFT = (
    MessageStatus.SENDING,
    MessageStatus.UNKNOWN,
    MessageStatus.ACCEPTED,
    MessageStatus.SENT,
    MessageStatus.DELIVERED,
)
"""Words that have gone, as far as anybody knows."""

LOST = (
    MessageStatus.HELD,
    MessageStatus.FAILED,
    MessageStatus.UNDELIVERED,
    MessageStatus.EXPIRED,
)
"""Words that did not come to anybody."""


def goes_again(alert: Alert) -> datetime | None:
    """Say when an alert was taken up that goes round once more; None for one on its first way."""
    return alert.acknowledged_at if alert.status is AlertStatus.RAISED else None


def told_of(session: Session, alert: Alert) -> Mapping[UUID, Message]:
    """Give the first words of an alert to each who was told of it, in their order.

    Of one that goes round once more, those of this round: by their name, since what became of the
    words is another matter. Told together with other alerts, or taken back, they are not told anew.
    """
    told = select(Message).where(Message.alert_id == alert.id, Message.kind == MessageKind.ALERT)
    again = goes_again(alert)
    if again is not None:
        told = told.where(Message.dedup_key.contains(round_mark(again), autoescape=True))
    first: dict[UUID, Message] = {}
    for message in session.scalars(told.order_by(Message.created_at, Message.id)):
        first.setdefault(message.to_person_id, message)
    return first


def went_on_from(session: Session, alert: Alert, person_id: UUID) -> bool:
    """Whether somebody was told of an alert after this person."""
    told = told_of(session, alert)
    mine = told.get(person_id)
    return mine is not None and any(each.created_at > mine.created_at for each in told.values())


def alarms_of_alert(session: Session, alert_id: UUID) -> Sequence[Message]:
    """Give every text and call about an alert, whatever became of it."""
    told = select(Message).where(Message.alert_id == alert_id, Message.kind == MessageKind.ALERT)
    return session.scalars(told.order_by(Message.created_at, Message.id)).all()


def rung_about(session: Session, alert: Alert, people: Iterable[UUID]) -> frozenset[UUID]:
    """Say which of these people were rung about an alert."""
    again = goes_again(alert)
    keys = {rung_key(alert.id, person_id, again=again): person_id for person_id in people}
    found = select(Message.dedup_key).where(
        Message.town_id == alert.town_id, Message.dedup_key.in_(sorted(keys))
    )
    return frozenset(keys[key] for key in session.scalars(found))


def alerts_told_to(
    session: Session, people: Collection[UUID], *, before: datetime, is_open: bool
) -> Sequence[Alert]:
    """Give the alerts these people were told of lately, the newest first.

    Older words are stale, and those that have not left were not read: an answer means neither.
    """
    # Words kept for the morning are fresh in the morning.
    left_at = func.coalesce(Message.sent_at, Message.not_before)
    told_at = func.min(left_at)
    told = (
        select(Message.alert_id, told_at.label("told_at"))
        .where(
            Message.to_person_id.in_(people),
            Message.kind == MessageKind.ALERT,
            Message.alert_id.is_not(None),
            Message.status != MessageStatus.PENDING,
            # A late word about a text never makes it later than the answer to it.
            Message.not_before <= before,
            left_at > before - PASS_ON_UNTIL,
        )
        .group_by(Message.alert_id)
        .subquery()
    )
    stands = Alert.status == AlertStatus.RAISED if is_open else Alert.status != AlertStatus.RAISED
    found = select(Alert).join(told, told.c.alert_id == Alert.id).where(stands)
    return session.scalars(found.order_by(told.c.told_at.desc(), Alert.id.desc())).all()


def find_alert_by_code(session: Session, person_id: UUID, code: str) -> Alert | None:
    """Find the alert with this code among those somebody was told of, however it stands."""
    told = select(Message.alert_id).where(
        Message.to_person_id == person_id, Message.kind == MessageKind.ALERT
    )
    found = session.scalars(select(Alert).where(Alert.code == code, Alert.id.in_(told))).all()
    return found[0] if len(found) == 1 else None


def was_told_how_since(session: Session, person_id: UUID, *, since: datetime) -> bool:
    """Whether somebody was told since a moment how an alert is taken, not being understood."""
    told = select(Message.id).where(
        Message.to_person_id == person_id,
        Message.kind == MessageKind.ALERT_NEWS,
        Message.created_at > since,
        Message.dedup_key.startswith(HOW_PREFIX, autoescape=True),
    )
    return session.scalars(told.limit(1)).first() is not None
