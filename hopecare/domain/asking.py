"""How many neighbours are asked at once, and until when an offer stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Container

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS: Final = 4
"""Night, morning, afternoon, evening: six hours each, from midnight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingPolicy:
    """How a need of one urgency is asked."""

    version: str
    asked_at_once: int
    answer_within: timedelta
    waits_for_morning: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """When nobody is disturbed, in the town's own time; it may span midnight."""

    zone: str
    starts: time
    ends: time


def lapses_at(policy: AskingPolicy, quiet: QuietHours, *, now: datetime) -> datetime:
    """Say until when an offer made now stands; the night does not count where it need not.

    It counts from when the words can leave: nobody is asked in the quiet hours.
    """
    if not policy.waits_for_morning:
        return may_ask_from(quiet, now=now) + policy.answer_within
    return _counted(now, policy.answer_within, quiet)


def may_ask_from(quiet: QuietHours, *, now: datetime, rest_days: Container[date] = ()) -> datetime:
    """Give the first moment from now on that is neither quiet nor on a day of rest."""
    at = _morning_after(now.astimezone(ZoneInfo(quiet.zone)), quiet)
    while at.date() in rest_days:
        tomorrow = datetime.combine(at.date() + timedelta(days=1), time(), at.tzinfo)
        at = _morning_after(tomorrow, quiet)
    return at.astimezone(now.tzinfo)


def own_hours(zone: str, *, asked_from: time, asked_until: time) -> QuietHours:
    """Turn the hours in which somebody wishes to be asked into those in which they are not."""
    return QuietHours(zone=zone, starts=asked_until, ends=asked_from)


def _counted(start: datetime, lasting: timedelta, quiet: QuietHours) -> datetime:
    """Add a time to an instant, leaving out the quiet hours."""
    zone = ZoneInfo(quiet.zone)
    at, left = start.astimezone(zone), lasting
    while True:
        at = _morning_after(at, quiet)
        night = _next_at(at, quiet.starts)
        if at + left <= night:
            return (at + left).astimezone(start.tzinfo)
        left -= night - at
        at = night


def _morning_after(at: datetime, quiet: QuietHours) -> datetime:
    """Move out of the quiet hours, if it is in them."""
    clock = at.time()
    if quiet.starts <= quiet.ends:
        is_quiet = quiet.starts <= clock < quiet.ends
    else:
        is_quiet = clock >= quiet.starts or clock < quiet.ends
    return _next_at(at, quiet.ends) if is_quiet else at


def _next_at(at: datetime, clock: time) -> datetime:
    """Give the next moment the clock shows this time."""
    today = at.replace(
        hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=clock.microsecond
    )
    return today if today > at else today + timedelta(days=1)
