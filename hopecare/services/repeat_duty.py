"""Put somebody on duty at the same hours each week until a day: single periods, all or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.domain.duty_weeks import A_WEEK, MOST_WEEKS, weekly
from hopecare.errors import InvalidInputError
from hopecare.queries.areas import centre_by_id
from hopecare.queries.town_days import town_by_id
from hopecare.services.refuse_duty_times import refuse_duty_times
from hopecare.services.set_duty import set_duty

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.services.set_duty import DutyWish
    from models import DutyPeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class EachWeek:
    """Until which day it repeats, and which days are left out."""

    until_on: date
    leaving_out: Collection[date] = ()


def repeat_duty(
    session: Session, *, wish: DutyWish, each_week: EachWeek, now: datetime
) -> list[DutyPeriod]:
    """Write a period a week by the town's own clock; where one clashes, none is written.

    Where nothing is left to write, or more than can be written, it is refused: nobody believes a
    gap was filled.
    """
    town = town_by_id(session, centre_by_id(session, wish.centre_id).town_id)
    zone = ZoneInfo(town.zone)
    refuse_duty_times(wish, now=now)
    first_on = wish.from_at.astimezone(zone).date()
    if each_week.until_on < first_on:
        raise InvalidInputError({"repeat_until": ["ends_before_it_begins"]})
    if each_week.until_on - first_on >= MOST_WEEKS * A_WEEK:
        raise InvalidInputError({"repeat_until": ["date_too_late"]})
    hours = weekly(
        (wish.from_at, wish.until_at),
        until_on=each_week.until_on,
        leaving_out=each_week.leaving_out,
        zone=zone,
    )
    if not hours:
        raise InvalidInputError({"not_on_holidays": ["only_holidays"]})
    return [
        set_duty(session, wish=replace(wish, from_at=from_at, until_at=until_at), now=now)
        for from_at, until_at in hours
    ]
