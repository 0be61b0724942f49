"""A call that is put off: why, until when, and the hours that are offered with one tap."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.calls import CallOutcome, CallTaskKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class LaterReason(StrEnum):
    """Why somebody is rung later; each but the last was a try, and is counted as one."""

    NO_ANSWER = "no_answer"
    ASKED_LATER = "asked_later"
    """It was not a good time for them."""
    NOT_TRIED = "not_tried"
    """Nobody has rung yet: whoever rings chose the hour, and by when it is owed stays as it was."""


class LaterAt(StrEnum):
    """When it is tried again, in one tap."""

    IN_AN_HOUR = "in_an_hour"
    THIS_AFTERNOON = "this_afternoon"
    TOMORROW_MORNING = "tomorrow_morning"
    NEXT_WEEK = "next_week"
    CHOSEN = "chosen"
    """At the day and hour that stand beside it."""


OUTCOMES: Final[Mapping[LaterReason, CallOutcome]] = MappingProxyType(
    {
        LaterReason.NO_ANSWER: CallOutcome.NO_ANSWER,
        LaterReason.ASKED_LATER: CallOutcome.CALL_LATER,
    }
)
"""What each try came to; who was not rung yet has no outcome."""
NEVER_LATER: Final = frozenset(
    {CallTaskKind.EMERGENCY, CallTaskKind.KNOCK, CallTaskKind.CRISIS_HANDED}
)
"""Nobody may wait for them: a life, the ladder behind a door, a crisis that asks for somebody."""
LATEST: Final = timedelta(days=60)
"""Whoever is to be rung after that needs another plan than a list of calls."""
MORNING: Final = time(9, 30)
AFTERNOON: Final = time(15, 0)


def next_ring(due_at: datetime, put_off_until: datetime | None, now: datetime) -> datetime:
    """Say when it is rung: at the hour somebody chose, while that lies ahead; else when due."""
    is_ahead = put_off_until is not None and put_off_until > now
    return put_off_until if is_ahead and put_off_until is not None else due_at


def later_times(now: datetime, zone: str) -> dict[LaterAt, datetime]:
    """Give the hours that lie ahead; this afternoon is not offered when it is over."""
    local = now.astimezone(ZoneInfo(zone))
    monday = local.date() + timedelta(days=7 - local.weekday())
    offered = {
        LaterAt.IN_AN_HOUR: now + timedelta(hours=1),
        LaterAt.THIS_AFTERNOON: _at(local.date(), AFTERNOON, zone),
        LaterAt.TOMORROW_MORNING: _at(local.date() + timedelta(days=1), MORNING, zone),
        LaterAt.NEXT_WEEK: _at(monday, MORNING, zone),
    }
    return {each: at for each, at in offered.items() if at > now}


def _at(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(zone))
