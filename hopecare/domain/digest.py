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


class WeekNumber(StrEnum):
    """One number of the week; each is that of a list the week's page leads to."""

    OVERDUE = "overdue"
    LEGAL_CLOCKS = "legal_clocks"
    SILENT = "silent"
    NOBODY = "nobody"
    REFERRALS = "referrals"
    CLOSINGS = "closings"
    NEEDS = "needs"
    """That have lacked somebody for a week and longer."""
    FULL = "full"
    """Volunteers who hold as many tasks as they wish to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """What a centre wants: the hour by its own clock, the days, and who beside those on duty."""

    at: time
    weekdays: frozenset[int]
    """Monday is 0."""
    coordinators_too: bool = False


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


def week_key(person_id: UUID, day: date) -> str:
    """Name the one text of a person with the numbers of a week, whichever day it goes."""
    year, week, _ = day.isocalendar()
    return f"digest:week:{person_id}:{year}-W{week:02}"


def wants_week(wish: bool | None, *, is_coordinator: bool) -> bool:  # noqa: FBT001  a wish, or none
    """Whether somebody of staff hears the week's numbers: as they wish, else coordinators do."""
    return is_coordinator if wish is None else wish
