"""Until when neighbours may be asked for one missed day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.weekly import day_is_over, evening_before
from hopecare.queries.town_days import town_by_id
from hopecare.queries.weekly import missed_of_cover

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Need


def within_day(session: Session, need: Need, until: datetime, *, now: datetime) -> datetime:
    """Give `until`, but for a missed day never later than its evening before, or else its end."""
    missed = missed_of_cover(session, need.id)
    if missed is None:
        return until
    zone = town_by_id(session, need.town_id).zone
    evening = evening_before(missed.on_date, zone)
    return min(until, evening if now < evening else day_is_over(missed.on_date, zone))
