"""The one place that asks the machine for the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Anything that says what time it is; `utc_now` on a real machine."""


def utc_now() -> datetime:
    """Say what time it is, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class SetClock:
    """A clock that stands where it was put, for tests and for demonstrations of a given day."""

    at: datetime

    def __call__(self) -> datetime:
        """Say the time it was put to."""
        return self.at

    def advance(self, by: timedelta) -> datetime:
        """Move on and say the new time."""
        self.at += by
        return self.at
