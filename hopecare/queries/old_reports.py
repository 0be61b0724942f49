"""Reports, and who told us, whose last day is over; what is open or held by law is left out."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select

from hopecare.domain.retention import KeptFor, months_after
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.town_values import value_here
from models import Report, Reporter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

TOLD: Final = (
    Report.words,
    Report.about_name,
    Report.about_phone,
    Report.about_address,
    Report.about_birth_on,
)
TELLS: Final = (Reporter.name, Reporter.phone, Reporter.phone_index, Reporter.relation)


def reports_over(session: Session, town_id: UUID, *, now: datetime, limit: int) -> Sequence[Report]:
    """Read reports whose day is over and that still tell of somebody; nobody asks again later."""
    today = local_day(session, town_id, now)
    asked = (
        select(Report)
        .where(
            Report.town_id == town_id,
            Report.retain_until < today,
            or_(*(column.is_not(None) for column in TOLD)),
            Report.held_by.is_(None),
            *(or_(day.is_(None), day < today) for day in (Report.ask_again_on, Report.next_try_on)),
        )
        .order_by(Report.id)
        .limit(limit)
        .with_for_update()
    )
    return session.scalars(asked).all()


def reporters_over(
    session: Session, town_id: UUID, *, now: datetime, limit: int
) -> Sequence[Reporter]:
    """Read who told us of reports that ended as long ago as the town keeps it.

    A report that became a case writes no day down: it is counted from when it was settled.
    """
    town = town_by_id(session, town_id)
    today = local_day(session, town_id, now)
    months = int(value_here(session, town, f"retention.{KeptFor.REPORTER}", on=today)["months"])
    before = datetime.combine(months_after(today, -months), time.min, ZoneInfo(town.zone))
    asked = (
        select(Reporter)
        .join(Report, Report.id == Reporter.report_id)
        .where(
            Reporter.town_id == town_id,
            or_(*(column.is_not(None) for column in TELLS)),
            Reporter.held_by.is_(None),
            Report.held_by.is_(None),
            or_(and_(_is_parked(), Reporter.retain_until < today), _ended(before)),
        )
        .order_by(Reporter.id)
        .limit(limit)
        .with_for_update()
    )
    return session.scalars(asked).all()


def _is_parked() -> ColumnElement[bool]:
    """A report that was opened again has no last day, whatever that of its reporter says."""
    return or_(Report.retain_until.is_not(None), Report.settled_at.is_not(None))


def _ended(before: datetime) -> ColumnElement[bool]:
    return and_(Reporter.retain_until.is_(None), Report.settled_at < before)
