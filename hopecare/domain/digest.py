"""The morning digest: which numbers it has, on which days, when, and until when it still may go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GRACE: Final = timedelta(hours=3, minutes=30)
"""A worker that slept still sends it so long after its hour, until noon as it ships: later, what
waits this morning is no news."""


class DigestNumber(StrEnum):
    """One number of the morning; each is that of a list."""

    ALERTS = "alerts"
    REPORTS = "reports"
    CHECK_INS = "check_ins"
    CALLS = "calls"
    REPLIES = "replies"
    REFERRALS = "referrals"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """What a centre wants: the hour by its own clock, the days, and who beside those on duty."""

    at: time
    weekdays: frozenset[int]
    """Monday is 0."""
    coordinators_too: bool


@dataclass(frozen=True, slots=True)
class DigestTime:
    """From when until when the digest of a day may be promised."""

    starts: datetime
    ends: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it may be promised now."""
        return self.starts <= now < self.ends


def digest_time(plan: DigestPlan, *, day: date, zone: str) -> DigestTime | None:
    """Give when the digest of a local day goes; None on a day without one.

    It never goes beyond its day. An hour that the clocks leave out is taken as just after it.
    """
    if day.weekday() not in plan.weekdays:
        return None
    place = ZoneInfo(zone)
    starts = datetime.combine(day, plan.at, place).astimezone(UTC)
    day_ends = datetime.combine(day + timedelta(days=1), time.min, place).astimezone(UTC)
    return DigestTime(starts, min(starts + GRACE, day_ends))


def digest_key(person_id: UUID, day: date) -> str:
    """Name the one digest of a person and a local day."""
    return f"digest:{person_id}:{day.isoformat()}"
