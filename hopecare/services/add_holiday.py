"""A town enters a day of its own on which its offices are shut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.country_facts import public_holidays
from hopecare.errors import InvalidInputError
from hopecare.queries.town_days import local_day, town_by_id
from models import TownHoliday

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


def add_holiday(
    session: Session, *, day: date, label: str, by: Identity, now: datetime
) -> TownHoliday:
    """Write the day; refused where it is over, or stands there already.

    Nobody is taken off duty by it: the rota marks the day, and repeats may leave it out.
    """
    if day < local_day(session, by.town_id, now):
        raise InvalidInputError({"day": ["date_in_past"]})
    country = town_by_id(session, by.town_id).country
    if day in public_holidays(country).days:
        raise InvalidInputError({"day": ["holiday_already"]})
    same = select(TownHoliday.id).where(TownHoliday.town_id == by.town_id, TownHoliday.day == day)
    if session.scalars(same).first() is not None:
        raise InvalidInputError({"day": ["already_there"]})
    holiday = TownHoliday(
        town_id=by.town_id, day=day, label=label, entered_at=now, by_account_id=by.account_id
    )
    session.add(holiday)
    session.flush()
    return holiday
