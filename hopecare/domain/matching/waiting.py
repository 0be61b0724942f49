"""How long a need has lacked somebody: the three ages the matching desk counts by."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

WEEK: Final = timedelta(days=7)


class Waiting(StrEnum):
    """How long somebody has waited."""

    TODAY = "today"
    THIS_WEEK = "this_week"
    LONGER = "longer"


def written_between(
    age: Waiting, *, today_began: datetime
) -> tuple[datetime | None, datetime | None]:
    """Say from when (inclusive) until when (exclusive) a need of this age was written down."""
    if age is Waiting.TODAY:
        return today_began, None
    if age is Waiting.THIS_WEEK:
        return today_began - WEEK, today_began
    return None, today_began - WEEK
