"""The days of a need: which of them presses next, until when somebody may be found, and its end.

What is wished once from a day on, with neither an hour nor an end, has no last day: any day from
then on will do, and it waits until somebody is found.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.asking import PARTS, WEEKDAYS
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.weekly import day_is_over, falls_on

if TYPE_CHECKING:
    from datetime import date

    from hopecare.domain.clashes import Hours

_A_WEEK: Final = 7
_HOURS_A_PART: Final = 24 // PARTS
_DAYTIME: Final = (1, 2, 3)
"""A need without an hour suits every part of the day but the night."""


def found_until(hours: Hours, zone: str) -> datetime | None:
    """Until when somebody may still be found: the last help begins, or its day is over.

    None where nothing ends it.
    """
    last = last_day(hours)
    return None if last is None else begins_on(hours, last, zone)


def over_at(hours: Hours, zone: str) -> datetime | None:
    """When the last help of it is over, and nobody can come any more; None where nothing ends it.

    Without an hour it is the end of the day.
    """
    last = last_day(hours)
    if last is None:
        return None
    begins = begins_on(hours, last, zone)
    return begins if hours.starts_at is None else begins + timedelta(minutes=hours.minutes)


def next_day(hours: Hours, zone: str, *, after: datetime) -> date | None:
    """Give the day that presses: the next of every week, or the last on which it can be done.

    None where all of them have passed, or any day will do.
    """
    if hours.rhythm is not NeedRhythm.WEEKLY:
        last = last_day(hours)
        return last if last is not None and begins_on(hours, last, zone) > after else None
    first = max(hours.from_on, after.astimezone(ZoneInfo(zone)).date())
    days = (first + timedelta(days=ahead) for ahead in range(_A_WEEK + 1))
    return next(
        (day for day in days if _falls_on(hours, day) and begins_on(hours, day, zone) > after), None
    )


def first_day(hours: Hours, *, today: date) -> date:
    """Give the first day on which it falls from today on; of weekly help the next of its days."""
    first = max(hours.from_on, today)
    if hours.rhythm is not NeedRhythm.WEEKLY:
        return first
    days = (first + timedelta(days=ahead) for ahead in range(_A_WEEK))
    return next((day for day in days if _falls_on(hours, day)), first)


def last_day(hours: Hours) -> date | None:
    """Give the last day on which it falls; None where nothing ends it."""
    if hours.rhythm is not NeedRhythm.WEEKLY:
        has_day = hours.until_on is not None or hours.starts_at is not None
        return (hours.until_on or hours.from_on) if has_day else None
    if hours.until_on is None:
        return None
    days = (hours.until_on - timedelta(days=back) for back in range(_A_WEEK))
    return next((day for day in days if _falls_on(hours, day)), hours.until_on)


def parts_of_week(hours: Hours, *, today: date) -> str:
    """Write the parts of the week it may still fall in, as 28 characters of 0 and 1."""
    days, hour = _weekdays(hours, today), hours.starts_at
    parts = _DAYTIME if hour is None else (hour.hour // _HOURS_A_PART,)
    return "".join(
        "1" if day in days and part in parts else "0"
        for day in range(_A_WEEK)
        for part in range(PARTS)
    )


def _weekdays(hours: Hours, today: date) -> frozenset[int]:
    """Every one where any day will do; a window's own from today on, and once it is over all."""
    if hours.rhythm is NeedRhythm.WEEKLY:
        return frozenset(day for day, name in enumerate(WEEKDAYS) if name in hours.weekdays)
    last = last_day(hours)
    if last is None:
        return frozenset(range(_A_WEEK))
    first = max(hours.from_on, today) if today <= last else hours.from_on
    span = min((last - first).days, _A_WEEK - 1)
    return frozenset((first.weekday() + day) % _A_WEEK for day in range(span + 1))


def _falls_on(hours: Hours, day: date) -> bool:
    weekdays, until_on = hours.weekdays, hours.until_on
    return falls_on(day, weekdays=weekdays, from_on=hours.from_on, until_on=until_on)


def begins_on(hours: Hours, day: date, zone: str) -> datetime:
    """When the help of that day begins; without an hour, the end of the day: until then it can."""
    if hours.starts_at is None:
        return day_is_over(day, zone)
    return datetime.combine(day, hours.starts_at, tzinfo=ZoneInfo(zone))
