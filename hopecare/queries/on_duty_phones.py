"""On which telephone somebody is on duty, where one was chosen with the duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.delivery import FOR_DUTY
from models import DutyPeriod

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Message


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
