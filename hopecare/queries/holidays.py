"""The holidays of a town: those of its country, and the days it has entered itself."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.country_facts import public_holidays
from hopecare.domain.holidays import PublicHoliday, PublicHolidays
from models import TownHoliday

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def holidays_of(session: Session, *, town_id: UUID, country: str) -> PublicHolidays:
    """Give every day on which the town's offices are shut; its own name for a day comes first."""
    shipped = public_holidays(country)
    own = select(TownHoliday).where(TownHoliday.town_id == town_id)
    # A town names its days in one language: every reader reads that.
    days = {
        each.day: PublicHoliday(on=each.day, labels=MappingProxyType({"en": each.label}))
        for each in session.scalars(own)
    }
    return PublicHolidays(years=shipped.years, days=MappingProxyType({**shipped.days, **days}))


def own_holidays(session: Session, *, town_id: UUID, since: date) -> Sequence[TownHoliday]:
    """Give the days the town has entered itself, from a day on, the next first."""
    own = select(TownHoliday).where(TownHoliday.town_id == town_id, TownHoliday.day >= since)
    return session.scalars(own.order_by(TownHoliday.day)).all()
