"""Hours as they hang on a door, and as windows that lie within one day: both ways.

Kept is one window a day, so that a search asks one day alone; the end of a day is its last moment.
What goes past midnight is a window of the evening and one of the next morning.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

END_OF_DAY: Final = time.max
"""Kept where a door says 24:00."""
WEEK: Final = 7
MINUTES_A_DAY: Final = 24 * 60
LONGEST_NIGHT: Final = 16 * 60
"""In minutes: whoever writes more past midnight has most likely changed the two ends about."""


class DoorHours(NamedTuple):
    """One line on a door: the day it begins on (0 is Monday), and its ends."""

    weekday: int
    opens: time
    closes: time
    """Not after `opens` where it closes on the next day."""

    @property
    def is_round_the_clock(self) -> bool:
        """Say whether somebody is there all day and all night."""
        return self.opens == time.min and self.closes == END_OF_DAY


def minutes_open(opens: time, closes: time) -> int:
    """Say how long it is open, past midnight where it closes before it opens."""
    ends = MINUTES_A_DAY if closes == END_OF_DAY else closes.hour * 60 + closes.minute
    length = ends - (opens.hour * 60 + opens.minute)
    return length if length > 0 else length + MINUTES_A_DAY


def within_days(written: Iterable[DoorHours]) -> list[DoorHours]:
    """Part what goes past midnight into its evening and its morning; each window once."""
    kept: dict[DoorHours, None] = {}
    for each in written:
        if each.opens < each.closes:
            kept[each] = None
            continue
        if each.opens < END_OF_DAY:
            kept[each._replace(closes=END_OF_DAY)] = None
        if each.closes > time.min:
            kept[DoorHours((each.weekday + 1) % WEEK, time.min, each.closes)] = None
    return sorted(kept)


def as_on_door(kept: Iterable[DoorHours]) -> list[DoorHours]:
    """Join an evening with the morning after it, as it was written and as people say it."""
    every = sorted(set(kept))
    mornings = {each.weekday: each for each in every if _is_morning(each)}
    joined: list[DoorHours] = []
    used: set[DoorHours] = set()
    for each in every:
        morning = mornings.get((each.weekday + 1) % WEEK)
        if morning is not None and _goes_on(each, morning):
            used.add(morning)
            joined.append(each._replace(closes=morning.closes))
        else:
            joined.append(each)
    return [each for each in joined if each not in used]


def _is_morning(window: DoorHours) -> bool:
    return window.opens == time.min and window.closes != END_OF_DAY


def _goes_on(evening: DoorHours, morning: DoorHours) -> bool:
    """Whether a night begins in the one and ends in the other; a whole day is none."""
    if evening.closes != END_OF_DAY or evening.opens == time.min:
        return False
    is_night = morning.closes <= evening.opens
    return is_night and minutes_open(evening.opens, morning.closes) <= LONGEST_NIGHT
