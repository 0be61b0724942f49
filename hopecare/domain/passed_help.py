"""Help whose day is over while somebody still holds it: when it is looked at, when it ends."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.need_days import last_day
from hopecare.domain.weekly import logged_until

if TYPE_CHECKING:
    from datetime import date, datetime

    from hopecare.domain.clashes import Hours

ANY_DAY_WITHIN: Final = timedelta(days=14)
"""Where any day will do, whoever said yes has usually come by then."""
KEPT_FOR: Final = timedelta(days=7)
"""The two may have moved it among themselves; then nobody needs an address for it any more."""


class PassedHelp(StrEnum):
    """What is done about it."""

    MET = "met"
    """They met: it ends with thanks."""
    ASK = "ask"
    """Nobody wrote down whether they met: a person asks the resident."""
    OVER = "over"
    """Asked for a week, and nobody wrote anything: it ends."""


def look_at_passed(
    hours: Hours, zone: str, *, held_since: date, has_met: bool, now: datetime
) -> PassedHelp | None:
    """Say what is due; None while it may still come about, or be written down.

    What any day will do for is asked about, and never ends without a word.
    """
    last = last_day(hours)
    looked_at = logged_until(last or max(hours.from_on, held_since) + ANY_DAY_WITHIN, zone)
    if now < looked_at:
        return None
    if has_met:
        return PassedHelp.MET
    is_over = last is not None and now >= looked_at + KEPT_FOR
    return PassedHelp.OVER if is_over else PassedHelp.ASK
