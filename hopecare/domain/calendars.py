"""Calendars read from outside: which days a helper comes, and which of them are cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.needs import NeedRhythm
from hopecare.domain.weekly import falls_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date, time

BACK: Final = timedelta(days=28)
AHEAD: Final = timedelta(days=84)
"""So far back and ahead a calendar tells: programs drop what a feed no longer names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDays:
    """What a task's days follow from."""

    rhythm: NeedRhythm
    weekdays: Collection[str]
    starts_at: time | None
    from_on: date
    """The first day of the need or of the task, whichever is later."""
    until_on: date | None
    ended_on: date | None
    """The day the task ended; later days are cancelled, earlier ones were."""
    left_at: time | None = None
    """The hour of that day at which they left; None where what was due on it took place."""
    missed: Mapping[date, bool]
    """Days that were said off, and whether they still are."""
    changes: int
    """How often need and task were changed: it only ever rises."""
    missed_changes: Mapping[date, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDay:
    """One day on which a helper comes, or would have."""

    on: date
    is_cancelled: bool
    sequence: int
    """Rises with every change, so that a calendar takes the newer word."""


def visit_days(task: TaskDays, today: date) -> Iterator[VisitDay]:
    """Give the days around today, the earliest first; what was cancelled is said, not left out."""
    for ahead in range(-BACK.days, AHEAD.days + 1):
        day = today + timedelta(days=ahead)
        if _is_day_of(task, day):
            yield VisitDay(
                on=day,
                is_cancelled=_is_cancelled(task, day),
                sequence=task.changes + task.missed_changes.get(day, 0),
            )


def _is_day_of(task: TaskDays, day: date) -> bool:
    if task.rhythm is NeedRhythm.ONCE:
        return day == task.from_on
    return falls_on(day, weekdays=task.weekdays, from_on=task.from_on, until_on=task.until_on)


def _is_cancelled(task: TaskDays, day: date) -> bool:
    if task.missed.get(day, False):
        return True
    if task.ended_on is None or day < task.ended_on:
        return False
    if day > task.ended_on:
        return True
    # Without an hour it took place only where a visit was written down.
    return task.left_at is not None and (task.starts_at is None or task.left_at < task.starts_at)
