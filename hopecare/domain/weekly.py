"""Help every week: its days, the backup, and one week that its helper cannot come."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.asking import WEEKDAYS
from hopecare.domain.care_path import MissedWeekStatus

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

EVENING: Final = time(18)
"""From this hour of the evening before, staff ring instead of waiting for an answer."""
NOON: Final = time(12)
AHEAD: Final = timedelta(days=56)
"""So far ahead may a helper say that they cannot come once."""

LOOKED_FOR: Final = (
    MissedWeekStatus.SAID,
    MissedWeekStatus.ASKED_BACKUP,
    MissedWeekStatus.ASKED_OTHERS,
    MissedWeekStatus.UNFILLED,
)
"""While nobody comes instead yet."""


class BackupOrigin(StrEnum):
    """How somebody came to be backup."""

    SAID_YES_LATE = "said_yes_late"
    ASKED_BY_STAFF = "asked_by_staff"
    OFFERED_THEMSELF = "offered_themself"


class BackupEnd(StrEnum):
    """Why somebody is not backup any more."""

    BY_THEMSELF = "by_themself"
    BY_STAFF = "by_staff"
    BECAME_HELPER = "became_helper"
    REPLACED = "replaced"
    STOOD_DOWN = "stood_down"
    """They may not help this resident any more. Why is never said."""
    NEED_ENDED = "need_ended"


class MissReason(StrEnum):
    """Why a helper cannot come once; always optional."""

    NO_TIME = "no_time"
    AWAY = "away"
    ILL = "ill"
    OTHER = "other"


def falls_on(day: date, *, weekdays: Collection[str], from_on: date, until_on: date | None) -> bool:
    """Say whether help that is given on these days of the week falls on this day."""
    if day < from_on or (until_on is not None and day > until_on):
        return False
    return WEEKDAYS[day.weekday()] in weekdays


def days_ahead(
    today: date, *, weekdays: Collection[str], from_on: date, until_on: date | None
) -> tuple[date, ...]:
    """Give the days of the next weeks on which it falls, the soonest first."""
    days = (today + timedelta(days=ahead) for ahead in range(AHEAD.days + 1))
    return tuple(
        day for day in days if falls_on(day, weekdays=weekdays, from_on=from_on, until_on=until_on)
    )


def evening_before(day: date, zone: str) -> datetime:
    """Until when neighbours are asked by text for this day."""
    return datetime.combine(day - timedelta(days=1), EVENING, tzinfo=ZoneInfo(zone))


def logged_until(day: date, zone: str) -> datetime:
    """The noon after which a task for this day alone has ended: a late visit is written down."""
    return datetime.combine(day + timedelta(days=1), NOON, tzinfo=ZoneInfo(zone))


def day_is_over(day: date, zone: str) -> datetime:
    """The midnight after which nobody is asked for this day and nobody takes it on."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))
