"""How often one person is told something in an hour, and what then waits or is said together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

HOUR: Final = timedelta(hours=1)
GATHER: Final = timedelta(minutes=5)
"""Above the ceiling, alerts to one member of staff gather so long before one text names them all:
whoever got so many texts within an hour has the telephone in hand."""


def room_again_at(told: Sequence[datetime], *, most: int, now: datetime) -> datetime | None:
    """When one more may be said; None where it may be now."""
    recent = sorted(moment for moment in told if moment > now - HOUR)
    return recent[-most] + HOUR if len(recent) >= most else None


def room_left(told: Sequence[datetime], *, most: int, now: datetime) -> int:
    """How many more may be said within this hour."""
    return max(0, most - sum(moment > now - HOUR for moment in told))
