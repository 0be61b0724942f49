"""The board of referrals: a column for each state of the care path that somebody still looks at."""

from __future__ import annotations

from typing import Final

from hopecare.domain.states import ReferralStatus

OFF_THE_BOARD: Final = frozenset({ReferralStatus.WITHDRAWN})
"""Nobody has anything to do about it."""
OVER: Final = frozenset({ReferralStatus.DONE})
"""Shown for the month in which it came."""
COLUMNS: Final[tuple[ReferralStatus, ...]] = tuple(
    sorted((each for each in ReferralStatus if each not in OFF_THE_BOARD), key=OVER.__contains__)
)
"""As the states stand, so that a new one has its column by itself; what is over comes last."""
