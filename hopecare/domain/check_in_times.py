"""At which moments a plan asks: local days and hours, turned into instants one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD_DAYS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The days and the local hour a resident chose, and when they rather would not be asked."""

    weekdays: tuple[str, ...]
    local_time: time
    zone: str
    paused_from: date | None = None
    paused_until: date | None = None
    """The first day it goes on by itself; None while the pause has no end."""


def next_due(rhythm: Rhythm, *, after: datetime) -> datetime | None:
    """The first moment strictly after this one at which the plan asks; None when it never does.

    One moment a local day, also when clocks change: an hour that does not exist is asked when the
    clock has jumped, one that comes twice is asked the first time.
    """
    day = after.astimezone(ZoneInfo(rhythm.zone)).date()
    start = _after_pause(rhythm, day)
    if start is None:
        return None
    for each in _days_from(start):
        moment = _moment(rhythm, each)
        if moment is not None and moment > after:
            return moment
    return _past_pause_ahead(rhythm, after=after, start=start)


def still_owed(rhythm: Rhythm, due_at: datetime | None, *, now: datetime) -> datetime | None:
    """The moment a plan waited for, where it has come and nobody has turned to it yet.

    Touching the plan does not make it undone, unless the plan rests on its day.
    """
    if due_at is None or due_at > now or rests_at(rhythm, due_at):
        return None
    return due_at


def rested_through(before: Rhythm, rhythm: Rhythm, *, now: datetime) -> datetime | None:
    """The moment of today that went by while the plan rested, where it rests on today no longer."""
    moment = _moment(rhythm, now.astimezone(ZoneInfo(rhythm.zone)).date())
    if moment is None or moment > now or not rests_at(before, moment):
        return None
    return moment


def missed_today(rhythm: Rhythm, due_at: datetime, *, now: datetime) -> datetime | None:
    """The moment of today that has come, where a plan has waited since the one it was due at."""
    midnight = datetime.combine(
        now.astimezone(ZoneInfo(rhythm.zone)).date(), time.min, tzinfo=ZoneInfo(rhythm.zone)
    )
    if due_at < midnight:
        return still_owed(rhythm, next_due(rhythm, after=midnight - timedelta.resolution), now=now)
    return still_owed(rhythm, due_at, now=now)


def rests_at(rhythm: Rhythm, at: datetime) -> bool:
    """Whether the plan rests on the day it is at this moment where they are."""
    day = at.astimezone(ZoneInfo(rhythm.zone)).date()
    return is_in_pause(day, rhythm.paused_from, rhythm.paused_until)


def is_in_pause(day: date, paused_from: date | None, paused_until: date | None) -> bool:
    """Whether a day lies in a pause; one without an end goes on."""
    if paused_from is None or day < paused_from:
        return False
    return paused_until is None or day < paused_until


def joined_pause(
    pauses: Iterable[tuple[date | None, date | None]], *, today: date
) -> tuple[date | None, date | None]:
    """The pauses that hang together, as one: each a first day and the one it goes on by itself.

    One that is over counts no more. Where days lie between two, they are asked on those: the nearer
    one is kept, be it the shorter.
    """
    standing = sorted(
        ((first, until) for first, until in pauses if first and (until is None or until > today)),
        key=lambda pause: pause[0],
    )
    if not standing:
        return None, None
    first, until = standing[0]
    for begins, ends in standing[1:]:
        if until is None or begins > until:
            break
        until = None if ends is None else max(until, ends)
    return first, until


def _past_pause_ahead(rhythm: Rhythm, *, after: datetime, start: date) -> datetime | None:
    """The first moment after a pause that lies within the days looked at."""
    resumes = rhythm.paused_until
    if not rhythm.weekdays or resumes is None or resumes <= start:
        return None
    moments = (_moment(rhythm, each) for each in _days_from(resumes))
    return next((moment for moment in moments if moment is not None and moment > after), None)


def _days_from(start: date) -> Iterator[date]:
    """The days that are looked at; 9999-12-31, as people write "for good", has none after it."""
    for offset in range(min(LOOK_AHEAD_DAYS, (date.max - start).days)):
        yield start + timedelta(days=offset)


def _after_pause(rhythm: Rhythm, day: date) -> date | None:
    """The first day that is not in the pause; None inside a pause without an end."""
    if not _paused(rhythm, day):
        return day
    return rhythm.paused_until


def _paused(rhythm: Rhythm, day: date) -> bool:
    """Whether the plan rests on this day."""
    return is_in_pause(day, rhythm.paused_from, rhythm.paused_until)


def _moment(rhythm: Rhythm, day: date) -> datetime | None:
    """The instant of this day, or None when it is not one of the plan's."""
    if WEEKDAYS[day.weekday()] not in rhythm.weekdays or _paused(rhythm, day):
        return None
    local = datetime.combine(day, rhythm.local_time, tzinfo=ZoneInfo(rhythm.zone))
    return local.astimezone(UTC)
