"""Nobody is left to answer for a missed day: where the backup was asked alone, others are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MissedWeekStatus
from hopecare.queries.weekly import missed_of_cover
from hopecare.services.look_for_week import look_for_week

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need


def follow_weekly(session: Session, case: Case, need: Need, *, by: Actor, now: datetime) -> bool:
    """Say whether it is taken care of; every other need goes its usual way."""
    missed = missed_of_cover(session, need.id)
    if missed is None:
        return False
    if missed.status is MissedWeekStatus.ASKED_BACKUP:
        look_for_week(session, case, need, missed, by=by, now=now)
        return True
    # A person rings already: nobody owes the same call twice.
    return missed.status is MissedWeekStatus.UNFILLED
