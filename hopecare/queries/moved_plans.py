"""Whose check-ins ask by another way since the town's network changed: staff tell them so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_

from models import CheckInPlan

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

NEWS_FOR: Final = timedelta(days=14)
"""So long it stands on the day's page: by then each of them was asked by the new way, and more."""


def was_moved_over(now: datetime) -> ColumnElement[bool]:
    """The condition on a plan: moved by the network lately, and not agreed on anew since.

    Whatever staff agree on with the resident begins a plan of its own.
    """
    return and_(CheckInPlan.ended_at.is_(None), CheckInPlan.moved_over_at > now - NEWS_FOR)
