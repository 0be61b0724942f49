"""Clocks the law sets: by when an office answers, and until when one may object. Days of the town.

A rule says how long; without one nobody guesses, and the day is asked and entered. Days are plain
calendar days: no source we have read moves one that falls on a Sunday or a holiday.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

MONTHS_IN_YEAR = 12
ASKED_AGAIN: Final = timedelta(days=30)
"""So long after an office was asked, it is asked again, until its word is in."""


class ClockKind(StrEnum):
    """What a clock runs for."""

    APPLICATION = "application"
    """The office answers an application."""
    OBJECTION = "objection"
    """The person may still object to a decision."""
    OBJECTION_ANSWER = "objection_answer"
    """The office answers an objection."""
    AFTER_CHECK = "after_check"
    """Help came first: the conditions are checked afterwards."""


class ClockLook(StrEnum):
    """Why somebody looks at a clock by itself."""

    RING_BEFORE = "ring_before"
    CHASE = "chase"


class ClockStanding(StrEnum):
    """How near the day of a clock is."""

    RUNS = "runs"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """How long one clock runs, since when that holds, and where it is written."""

    kind: ClockKind
    reason: str
    source: str
    address: str
    grade: str
    checked: date
    days: int | None = None
    months: int | None = None
    extended_days: int | None = None
    since: date | None = None
    """From this day on; None as far back as is known."""
    not_for: frozenset[str] = frozenset()
    """Programmes another law speaks of."""
    source_en: str | None = None

    def cited(self, language: str) -> str:
        """Name the law as it is called; to whoever reads no Korean in English before it."""
        if language == "ko" or self.source_en is None:
            return self.source
        return f"{self.source_en} ({self.source})"

    @property
    def is_known(self) -> bool:
        """Say whether the law's figure is known at all."""
        return self.days is not None or self.months is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The clocks of one country, and when people are reminded of any."""

    rules: tuple[ClockRule, ...]
    shown_before_days: int
    rung_before_days: int

    def rule(self, kind: ClockKind, on: date, programme: str | None = None) -> ClockRule | None:
        """Find the rule of a kind that holds on a day: the last that has begun."""
        found = [each for each in self.rules if _holds(each, kind, on, programme)]
        return max(found, key=lambda each: each.since or date.min, default=None)

    def due_on(
        self, kind: ClockKind, started_on: date, *, programme: str | None = None
    ) -> date | None:
        """Say on which day it is due; None where no figure is known."""
        rule = self.rule(kind, started_on, programme)
        return None if rule is None or not rule.is_known else due_on(rule, started_on)

    def extended_due_on(
        self, kind: ClockKind, started_on: date, *, programme: str | None = None
    ) -> date | None:
        """Say on which day it is due where a reason for more time was stated; None likewise."""
        rule = self.rule(kind, started_on, programme)
        if rule is None or rule.extended_days is None:
            return None
        return started_on + timedelta(days=rule.extended_days)

    def standing(self, due_on: date, today: date) -> ClockStanding:
        """Say how near the day is; on the day itself it is not over."""
        if due_on < today:
            return ClockStanding.OVER
        is_near = due_on <= today + timedelta(days=self.shown_before_days)
        return ClockStanding.NEAR if is_near else ClockStanding.RUNS

    def looks(self, due_on: date) -> tuple[tuple[date, ClockLook], ...]:
        """Name the days on which somebody rings by themself, the earliest first."""
        return (
            (due_on - timedelta(days=self.rung_before_days), ClockLook.RING_BEFORE),
            (due_on + timedelta(days=1), ClockLook.CHASE),
        )

    def next_look(self, due_on: date, *, after: date) -> date | None:
        """Say on which day it is looked at next, later than a day; None when all are over."""
        return next((on for on, _ in self.looks(due_on) if on > after), None)

    def first_look(self, due_on: date, *, today: date) -> date | None:
        """Say when a clock that starts now is looked at first: one that is over already, at once.

        A day before the end that has gone by is let go: whoever starts the clock has just seen it.
        """
        return today if due_on < today else self.next_look(due_on, after=today)

    def reached(self, due_on: date, today: date) -> ClockLook | None:
        """Say which look is due on a day: the last one only, however late anybody looks."""
        return next((look for on, look in reversed(self.looks(due_on)) if on <= today), None)


def due_on(rule: ClockRule, started_on: date) -> date:
    """Count from the day after the start; a month ends on the same day, or on its last."""
    end = started_on if rule.months is None else months_later(started_on, rule.months)
    return end + timedelta(days=rule.days or 0)


def months_later(on: date, months: int) -> date:
    """Give the same day some months later; the last day of a month that has no such day."""
    count = on.year * MONTHS_IN_YEAR + on.month - 1 + months
    year, month = divmod(count, MONTHS_IN_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(on.day, last))


def _holds(rule: ClockRule, kind: ClockKind, on: date, programme: str | None) -> bool:
    has_begun = rule.since is None or rule.since <= on
    return rule.kind is kind and has_begun and programme not in rule.not_for
