"""A day a town has entered is an ordinary day after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.town_days import local_day
from models import TownHoliday

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def drop_holiday(session: Session, *, holiday_id: UUID, now: datetime) -> None:
    """Take it back; one that is over stays as it was, and a second press changes nothing."""
    holiday = session.get(TownHoliday, holiday_id)
    if holiday is None or holiday.day < local_day(session, holiday.town_id, now):
        return
    session.delete(holiday)
    session.flush()
