"""A resident agrees to neighbours again: a missed day for which nobody is asked is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MissedWeekStatus, OfferStatus
from hopecare.queries.may_help import may_be_helped
from hopecare.queries.offers import offers_of_need
from hopecare.queries.stoppable import live_cases_of
from hopecare.queries.weekly import standing_covers

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

_ASKED = (MissedWeekStatus.ASKED_BACKUP, MissedWeekStatus.ASKED_OTHERS)


def look_again_for_weeks(session: Session, *, resident_id: UUID, now: datetime) -> None:
    """Let the next look at missed days ask for each of theirs that was being asked for."""
    if not may_be_helped(session, resident_id, now=now):
        return
    for case in live_cases_of(session, resident_id):
        for missed in standing_covers(session, case_id=case.id):
            is_asked = offers_of_need(session, missed.cover_need_id, OfferStatus.STANDING)
            if missed.status in _ASKED and not is_asked:
                missed.due_at = now
    session.flush()
