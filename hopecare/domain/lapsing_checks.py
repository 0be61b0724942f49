"""The check of a volunteer does not last as long as their help: when staff are told of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.need_days import last_day

if TYPE_CHECKING:
    from datetime import date

    from hopecare.domain.clashes import Hours

TOLD_AHEAD: Final = timedelta(days=14)
"""So long before its last day: a new check takes an office a week or two."""


def outlives_check(hours: Hours, expires_on: date | None, *, today: date) -> bool:
    """Whether help is still to come after the check holds no more, and it is time to say so."""
    if expires_on is None or expires_on > today + TOLD_AHEAD:
        return False
    last = last_day(hours)
    return last is None or last > max(expires_on, today - timedelta(days=1))


def lacks_check(hours: Hours, *, level: int, wanted: int, today: date) -> bool:
    """Whether help is still to come that asks for more than its helper's check says."""
    last = last_day(hours)
    return level < wanted and (last is None or last >= today)
