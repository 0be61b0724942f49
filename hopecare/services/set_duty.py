"""Put somebody on duty for a centre, from when until when, with a substitute if there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.errors import InvalidInputError
from hopecare.queries.areas import centre_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.refuse_duty_strangers import refuse_duty_strangers
from hopecare.services.refuse_duty_times import refuse_duty_times
from models import ContactPoint, DutyPeriod

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyWish:
    """Who takes the alerts of which centre, and when."""

    centre_id: UUID
    person_id: UUID
    from_at: datetime
    until_at: datetime
    substitute_id: UUID | None = None
    phone_id: UUID | None = None
    """One of their telephones that takes texts; None for the usual one."""


def set_duty(session: Session, *, wish: DutyWish, now: datetime) -> DutyPeriod:
    """Write the period; the same person is never on twice at one time.

    No timeline entry: it belongs to no resident. Who wrote it stands with the operation.
    """
    centre = centre_by_id(session, wish.centre_id)
    today = local_day(session, centre.town_id, now)
    refuse_duty_times(wish, now=now)
    refuse_duty_strangers(session, wish, on=today)
    _refuse_wrong_phone(session, wish)
    _refuse_twice(session, wish)
    period = DutyPeriod(
        town_id=centre.town_id,
        centre_id=centre.id,
        person_id=wish.person_id,
        from_at=wish.from_at,
        until_at=wish.until_at,
        substitute_id=wish.substitute_id,
        phone_id=wish.phone_id,
    )
    session.add(period)
    session.flush()
    return period


def _refuse_wrong_phone(session: Session, wish: DutyWish) -> None:
    """Alerts are texts, and go to the one on duty."""
    point = session.get(ContactPoint, wish.phone_id) if wish.phone_id else None
    if wish.phone_id is None:
        return
    if point is None or point.person_id != wish.person_id:
        raise InvalidInputError({"phone": ["not_a_choice"]})
    if not point.can_text:
        raise InvalidInputError({"phone": ["phone_takes_no_texts"]})


def _refuse_twice(session: Session, wish: DutyWish) -> None:
    same = select(DutyPeriod.id).where(
        DutyPeriod.centre_id == wish.centre_id,
        DutyPeriod.person_id == wish.person_id,
        DutyPeriod.from_at < wish.until_at,
        DutyPeriod.until_at > wish.from_at,
    )
    if session.scalars(same).first() is not None:
        raise InvalidInputError({"person_id": ["already_there"]})
