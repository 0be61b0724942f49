"""When neighbours may be asked for one missed day, and how often."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.weekly import evening_before
from hopecare.queries.town_days import town_by_id
from hopecare.queries.weekly import missed_of_cover
from hopecare.town_values import shipped_policy
from models import Offer

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import MissedWeek, Need


def evening_of(session: Session, missed: MissedWeek) -> datetime:
    """Give the evening before a missed day, in its town."""
    return evening_before(missed.on_date, town_by_id(session, missed.town_id).zone)


def asked_from(session: Session, missed: MissedWeek) -> datetime:
    """Give from when on others than the backup are asked for a missed day."""
    days: int = shipped_policy("offers")["waves"]["missed_day_asked_days"]
    return evening_of(session, missed) - timedelta(days=days)


def is_before_evening(session: Session, need: Need, *, now: datetime) -> bool:
    """Whether a need stands in for a missed day for which no person has to ring yet."""
    missed = missed_of_cover(session, need.id)
    return missed is not None and now < evening_of(session, missed)


def asked_often_enough(session: Session, need: Need) -> frozenset[str]:
    """Name who was asked for a missed day as often as anybody is; nobody for any other need."""
    if missed_of_cover(session, need.id) is None:
        return frozenset()
    most: int = shipped_policy("offers")["waves"]["missed_day_most_times"]
    often = (
        select(Offer.helper_id)
        .where(Offer.need_id == need.id)
        .group_by(Offer.helper_id)
        .having(func.count(Offer.id) >= most)
    )
    return frozenset(str(helper_id) for helper_id in session.scalars(often))
