"""How fast our sender may be used: each part of a text has a moment of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

AHEAD: Final = timedelta(seconds=3)
"""So far ahead moments are given out. More, and something urgent would queue behind it."""
_TOO_FAR: Final = timedelta(minutes=10)
"""Nobody has ever given out moments so far ahead, however long the last text: the clock was put
back."""


@dataclass(frozen=True, slots=True)
class Pace:
    """A sender that takes so many units a second, and is free from a moment on."""

    a_second: int
    free_at: datetime

    def room(self, now: datetime) -> int:
        """How many units may be given their moments now."""
        left = now + AHEAD - self._start(now)
        return max(0, -(-int(left / timedelta(microseconds=1)) * self.a_second // 1_000_000))

    def taking(self, units: int, now: datetime) -> tuple[datetime, Pace]:
        """Give the moment at which so many units leave, and the pace after them."""
        start = self._start(now)
        takes = timedelta(microseconds=-(-units * 1_000_000 // self.a_second))
        return start, Pace(self.a_second, start + takes)

    def _start(self, now: datetime) -> datetime:
        if self.free_at > now + _TOO_FAR:
            return now
        return max(now, self.free_at)
