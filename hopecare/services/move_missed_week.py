"""The only writer of a missed week's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MISSED_WEEK, next_status

if TYPE_CHECKING:
    from hopecare.domain.care_path import MissedWeekEvent
    from models import MissedWeek


def move_missed_week(missed: MissedWeek, *, event: MissedWeekEvent) -> MissedWeek:
    """Ask the care path what follows from `event`, and set it; refuse any other move."""
    status = next_status(MISSED_WEEK, missed.status, event)
    missed.status = status
    if status in MISSED_WEEK.final:
        missed.due_at = None
    return missed
