"""On which telephone somebody is on duty: chosen with the duty, and rung for alerts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.delivery import MessageKind
from models import DutyPeriod

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import ContactPoint, Message

FOR_DUTY: Final = frozenset({MessageKind.ALERT, MessageKind.ALL_CLEAR})
"""What comes to somebody because they are on duty."""


def duty_phones(
    session: Session, messages: Iterable[Message], *, now: datetime
) -> Mapping[UUID, UUID]:
    """The number chosen by each reader of an alert who is on duty at this moment."""
    readers = sorted({each.to_person_id for each in messages if each.kind in FOR_DUTY})
    if not readers:
        return {}
    chosen = (
        select(DutyPeriod.person_id, DutyPeriod.phone_id)
        .where(
            DutyPeriod.person_id.in_(readers),
            DutyPeriod.from_at <= now,
            DutyPeriod.until_at > now,
            DutyPeriod.phone_id.is_not(None),
        )
        .order_by(DutyPeriod.from_at)
    )
    return {person_id: phone_id for person_id, phone_id in session.execute(chosen) if phone_id}


def duty_first(
    points: Sequence[ContactPoint], message: Message, phones: Mapping[UUID, UUID]
) -> Sequence[ContactPoint]:
    """Put the duty's number first for what comes by duty; one that asked for no texts stays."""
    phone_id = phones.get(message.to_person_id)
    if phone_id is None or message.kind not in FOR_DUTY:
        return points
    return sorted(points, key=lambda point: point.id != phone_id or bool(point.opted_out_at))
