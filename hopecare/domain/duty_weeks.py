"""The same hours each week, by the clock on the wall: right across a change of the clocks."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    Hours = tuple[datetime, datetime]

A_WEEK: Final = timedelta(days=7)
MOST_WEEKS: Final = 53
"""Nobody knows a rota for longer than a year."""


def weekly(
    hours: Hours, *, until_on: date, leaving_out: Collection[date], zone: ZoneInfo
) -> list[Hours]:
    """Give the hours of each week that begin until a day; a day left out gives none."""
    return [
        each
        for each in _each_week(hours, until_on=until_on, zone=zone)
        if each[0].astimezone(zone).date() not in leaving_out
    ]


def weeks_later(at: datetime, weeks: int, *, zone: ZoneInfo) -> datetime:
    """The same time on the wall's clock, some weeks later."""
    on_the_wall = at.astimezone(zone).replace(tzinfo=None) + weeks * A_WEEK
    return on_the_wall.replace(tzinfo=zone).astimezone(UTC)


def _each_week(hours: Hours, *, until_on: date, zone: ZoneInfo) -> Iterator[Hours]:
    """An hour that a change of the clocks swallows whole gives nothing."""
    for week in range(MOST_WEEKS):
        from_at, until_at = (weeks_later(at, week, zone=zone) for at in hours)
        if from_at.astimezone(zone).date() > until_on:
            return
        if from_at < until_at:
            yield from_at, until_at
