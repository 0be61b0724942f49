"""A rota as days: of each day who is on from when until when, and the hours nobody is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.duty import Gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from hopecare.domain.duty import Watch

WIDTH: Final = 1000
"""A day drawn from its first moment, 0, to its last; one of 23 or 25 hours is as wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A part of a day that is drawn in one colour."""

    x: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaDay:
    """One day of the rota."""

    on: date
    begins_at: datetime
    ends_at: datetime
    watches: Sequence[Watch]
    gaps: Sequence[Gap]
    over: Bar
    """What of it is over; of no width on any day but the first."""
    bare: Sequence[Bar]
    """The gaps, as they are drawn."""


def rota_days(
    watches: Sequence[Watch],
    gaps: Iterable[Gap],
    *,
    now: datetime,
    number: int,
    zone: ZoneInfo,
) -> list[RotaDay]:
    """Cut a rota into days of the town's own clock, beginning with today."""
    today, found = now.astimezone(zone).date(), list(gaps)
    return [
        _day(today + timedelta(days=each), watches, found, now=now, zone=zone)
        for each in range(number)
    ]


def last_moment(now: datetime, number: int, *, zone: ZoneInfo) -> datetime:
    """When the last of so many days ends, today being the first."""
    return _midnight(now.astimezone(zone).date() + timedelta(days=number), zone)


def _day(
    on: date, watches: Sequence[Watch], gaps: Sequence[Gap], *, now: datetime, zone: ZoneInfo
) -> RotaDay:
    begins, ends = _midnight(on, zone), _midnight(on + timedelta(days=1), zone)
    starts = max(begins, now)
    mine = [gap for gap in gaps if gap.from_at < ends and gap.until_at > begins]
    cut = [Gap(from_at=max(gap.from_at, begins), until_at=min(gap.until_at, ends)) for gap in mine]
    return RotaDay(
        on=on,
        begins_at=begins,
        ends_at=ends,
        watches=[each for each in watches if each.from_at < ends and each.until_at > starts],
        gaps=cut,
        over=_bar(begins, starts, begins, ends),
        bare=[_bar(gap.from_at, gap.until_at, begins, ends) for gap in cut],
    )


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)


def _bar(from_at: datetime, until_at: datetime, begins: datetime, ends: datetime) -> Bar:
    whole = ends - begins
    x = round((from_at - begins) / whole * WIDTH)
    return Bar(x=x, width=round((until_at - begins) / whole * WIDTH) - x)
