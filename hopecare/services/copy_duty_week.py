"""Copy a week of a centre's rota into the week after it, by the clock on the wall."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.domain.duty_weeks import A_WEEK, weeks_later
from hopecare.queries.areas import centre_by_id
from hopecare.queries.town_days import town_by_id
from models import DutyPeriod

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def copy_duty_week(
    session: Session, *, centre_id: UUID, week_of: date, now: datetime
) -> Sequence[DutyPeriod]:
    """Write the periods that begin in the week of a day a week later; give what was written.

    Who stands there already at that time is left as they are, and nothing is written into the past.
    Of a week that has none after it in any calendar nothing is copied.
    """
    if date.max - week_of < 4 * A_WEEK:
        return []
    zone = ZoneInfo(town_by_id(session, centre_by_id(session, centre_id).town_id).zone)
    monday = week_of - timedelta(days=week_of.weekday())
    starts_at = datetime.combine(monday, time(), zone)
    ends_at = datetime.combine(monday + A_WEEK, time(), zone)
    model = _beginning(session, centre_id, starts_at, ends_at)
    there = _beginning(session, centre_id, starts_at, ends_at + A_WEEK + timedelta(days=1))
    copies = [_a_week_later(period, zone) for period in model]
    new = [
        copy for copy in copies if copy.until_at > now and not any(_clash(copy, x) for x in there)
    ]
    session.add_all(new)
    session.flush()
    return new


def _beginning(
    session: Session, centre_id: UUID, starts_at: datetime, ends_at: datetime
) -> Sequence[DutyPeriod]:
    return session.scalars(
        select(DutyPeriod)
        .where(
            DutyPeriod.centre_id == centre_id,
            DutyPeriod.from_at >= starts_at,
            DutyPeriod.from_at < ends_at,
        )
        .order_by(DutyPeriod.from_at, DutyPeriod.id)
    ).all()


def _a_week_later(period: DutyPeriod, zone: ZoneInfo) -> DutyPeriod:
    return DutyPeriod(
        town_id=period.town_id,
        centre_id=period.centre_id,
        person_id=period.person_id,
        from_at=weeks_later(period.from_at, 1, zone=zone),
        until_at=weeks_later(period.until_at, 1, zone=zone),
        substitute_id=period.substitute_id,
        phone_id=period.phone_id,
    )


def _clash(copy: DutyPeriod, other: DutyPeriod) -> bool:
    """Whether one person would be on twice."""
    at_once: bool = copy.from_at < other.until_at and other.from_at < copy.until_at
    return at_once and copy.person_id == other.person_id
