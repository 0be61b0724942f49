"""Refuse a day named by an office that is over already, or too far away to be meant."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.errors import InvalidInputError

if TYPE_CHECKING:
    from datetime import date

LONGEST_WAIT: Final = timedelta(days=366)
"""No office names a later day; a year mistyped must not hide an application for ever."""


def check_named_day(due_on: date, *, today: date) -> None:
    """Say at its field what is wrong with it."""
    if not today <= due_on <= today + LONGEST_WAIT:
        fault = "date_in_past" if due_on < today else "date_too_late"
        raise InvalidInputError({"due_on": [fault]})
