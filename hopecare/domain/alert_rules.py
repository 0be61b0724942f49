"""When staff are told of an alert, whether they are rung, and when it goes on to the next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertKind

if TYPE_CHECKING:
    from datetime import datetime, timedelta

CANNOT_WAIT: Final = frozenset(
    {
        AlertKind.SILENCE,
        AlertKind.HELP_ASKED,
        AlertKind.CARER_AT_LIMIT,
        AlertKind.CRISIS_REPORT,
    }
)
"""Somebody may be in danger: no rule of a town puts these off, by day or by night."""


class Telling(StrEnum):
    """When staff are told of an alert."""

    AT_ONCE = "at_once"
    IN_THE_MORNING = "in_the_morning"
    """When the quiet hours are over."""
    IN_DIGEST = "in_digest"
    """Only as one of the numbers of the morning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """What a centre wants for one kind of alert."""

    by_day: bool
    """Told at once by day; otherwise in the morning's digest."""
    by_night: bool
    """Told at once in the quiet hours; otherwise when they are over."""
    is_rung: bool
    """Rung as a call, where nobody can answer the text, before it goes on to the next."""
    ring_after: timedelta
    pass_on_after: timedelta
    """Without anybody who takes it for so long it goes on to the next."""


def telling(rule: AlertRule, *, is_night: bool) -> Telling:
    """Say when staff are told; at night only what is worth a text by day waits for the morning."""
    if is_night and rule.by_night:
        return Telling.AT_ONCE
    if not rule.by_day:
        return Telling.IN_DIGEST
    return Telling.IN_THE_MORNING if is_night else Telling.AT_ONCE


def had_time_to_read(rule: AlertRule, *, told_at: datetime, now: datetime) -> bool:
    """Whether whoever was told has had time to read it and to answer."""
    return told_at + rule.ring_after <= now
