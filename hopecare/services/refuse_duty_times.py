"""Refuse hours of a duty that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.duty import FURTHEST
from hopecare.errors import InvalidInputError

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.services.set_duty import DutyWish


def refuse_duty_times(wish: DutyWish, *, now: datetime) -> None:
    """The end comes after the beginning, is not over, and is a day somebody may live to see."""
    if wish.until_at <= wish.from_at:
        raise InvalidInputError({"until_on": ["ends_before_it_begins"]})
    if wish.until_at <= now:
        raise InvalidInputError({"until_on": ["date_in_past"]})
    if wish.until_at - now > FURTHEST:
        raise InvalidInputError({"until_on": ["date_too_late"]})
