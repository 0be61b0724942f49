"""Whether one person would have to be in two places at once: two helps with hours crossing.

Only what is certain counts: a help without an hour, or on any one of several days, can be agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.asking import WEEKDAYS
from hopecare.domain.needs import NeedRhythm

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEKS_LOOKED_AT: Final = 53
"""A year ahead: two helps of every week meet in the first week they share."""
A_DAY: Final = timedelta(days=1)
_SHIFTS: Final = (-A_DAY, timedelta(), A_DAY)
"""Hours may last past midnight: the days before and after are looked at too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a help falls, in local wall time."""

    rhythm: NeedRhythm
    from_on: date
    until_on: date | None
    weekdays: frozenset[str]
    starts_at: time | None
    minutes: int
    off: frozenset[date] = frozenset()
    """Days on which whoever holds it does not come, since they said so."""


def first_clash(wanted: Hours, held: Hours, *, today: date) -> datetime | None:
    """Give the local moment at which the held help begins, the first time both cross."""
    if wanted.starts_at is None or held.starts_at is None:
        return None
    shifts = [s for s in _SHIFTS if _cross(wanted, held, s) and _share_weekday(wanted, held, s)]
    start = max(today, wanted.from_on, held.from_on - A_DAY)
    last = min(_last_day(wanted), _last_day(held) + A_DAY)
    for day in _days(start, last) if shifts else ():
        for shift in shifts:
            if _falls_on(wanted, day) and _falls_on(held, day + shift):
                return datetime.combine(day + shift, held.starts_at)
    return None


def _days(start: date, last: date) -> Iterator[date]:
    most = min((last - start).days + 1, 7 * WEEKS_LOOKED_AT)
    return (start + timedelta(days=number) for number in range(most))


def _last_day(hours: Hours) -> date:
    """The last day it may fall on; far ahead where nothing ends it."""
    if hours.rhythm is not NeedRhythm.WEEKLY:
        return hours.from_on
    return hours.until_on or date.max - A_DAY


def _share_weekday(one: Hours, other: Hours, shift: timedelta) -> bool:
    """Whether two helps of every week ever fall on days so far apart."""
    if NeedRhythm.ONCE in (one.rhythm, other.rhythm):
        return True
    moved = {WEEKDAYS[(WEEKDAYS.index(day) + shift.days) % 7] for day in one.weekdays}
    return not moved.isdisjoint(other.weekdays)


def _cross(one: Hours, other: Hours, shift: timedelta) -> bool:
    """Whether the hours overlap, where the other falls so many days later than the one.

    One that ends when the other begins does not.
    """
    first, second = sorted((_span(one, timedelta()), _span(other, shift)))
    return second[0] < first[1]


def _span(hours: Hours, shift: timedelta) -> tuple[timedelta, timedelta]:
    """From when until when, counted from the midnight of the one's day; the next day's belong."""
    clock = time() if hours.starts_at is None else hours.starts_at
    start = shift + timedelta(hours=clock.hour, minutes=clock.minute)
    return start, start + timedelta(minutes=hours.minutes)


def _falls_on(hours: Hours, day: date) -> bool:
    if (
        day in hours.off
        or day < hours.from_on
        or (hours.until_on is not None and day > hours.until_on)
    ):
        return False
    if hours.rhythm is NeedRhythm.WEEKLY:
        return WEEKDAYS[day.weekday()] in hours.weekdays
    # Once, on any day of several: another of them can be agreed.
    return hours.until_on in (None, hours.from_on) and day == hours.from_on
