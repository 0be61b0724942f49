"""How well words came through in a time: its parts, and how long they took to leave."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HOURS: Final = 24
GRACE: Final = timedelta(seconds=1)
"""What is written in the very moment of looking belongs to it."""


class Window(StrEnum):
    """How far back is looked."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


DAYS_OF: Final = {Window.WEEK: 7, Window.MONTH: 30}


def parts_of(window: Window, *, now: datetime, zone: str) -> Sequence[tuple[datetime, datetime]]:
    """Cut the time into hours back from now, or into days of the town's own clock, without gaps."""
    last = now + GRACE
    if window is Window.DAY:
        edges = [now - timedelta(hours=ahead) for ahead in range(HOURS, 0, -1)]
    else:
        clock = ZoneInfo(zone)
        today = now.astimezone(clock).date()
        days = [today - timedelta(days=back) for back in range(DAYS_OF[window] - 1, -1, -1)]
        edges = [datetime.combine(day, time(), clock) for day in days]
    return list(zip(edges, [*edges[1:], last], strict=True))


def share_within(counted: Mapping[int, int], percent: int) -> int | None:
    """Give the seconds within which so many in a hundred had left; None where none has."""
    total = sum(counted.values())
    seen = 0
    for seconds in sorted(counted):
        seen += counted[seconds]
        if seen * 100 >= total * percent:
            return seconds
    return None


def stacked(numbers: Sequence[int], *, most: int) -> Sequence[tuple[float, float]]:
    """Give top and height of each layer of a column, the first at the foot; `most` fills 100."""
    layers, below = [], 0
    for number in numbers:
        below += number
        layers.append((100 - 100 * below / max(most, 1), 100 * number / max(most, 1)))
    return layers
