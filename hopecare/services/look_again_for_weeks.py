"""A resident agrees to neighbours again: a missed day for which nobody is asked is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MissedWeekStatus, OfferStatus
from hopecare.domain.weekly import day_is_over
from hopecare.queries.cases import case_by_id
from hopecare.queries.may_help import may_be_helped
from hopecare.queries.needs import need_by_id
from hopecare.queries.offers import offers_of_need
from hopecare.queries.stoppable import live_cases_of
from hopecare.queries.town_days import town_by_id
from hopecare.queries.weekly import standing_covers
from hopecare.services.ring_for_week import ring_for_week

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, MissedWeek

_ASKED = (MissedWeekStatus.ASKED_BACKUP, MissedWeekStatus.ASKED_OTHERS)


def look_again_for_weeks(session: Session, *, resident_id: UUID, by: Actor, now: datetime) -> None:
    """Let the next look at missed days ask for each of theirs that was being asked for.

    What was left to staff is rung for again, while its day is not over.
    """
    if not may_be_helped(session, resident_id, now=now):
        return
    for case_id in sorted(case.id for case in live_cases_of(session, resident_id)):
        case = case_by_id(session, case_id, alone=True)
        for missed in standing_covers(session, case_id=case_id):
            is_asked = offers_of_need(session, missed.cover_need_id, OfferStatus.STANDING)
            if missed.status in _ASKED and not is_asked:
                missed.due_at = now
            elif missed.status is MissedWeekStatus.UNFILLED:
                _ring(session, case, missed, by, now)
    session.flush()


def _ring(session: Session, case: Case, missed: MissedWeek, by: Actor, now: datetime) -> None:
    cover = need_by_id(session, missed.cover_need_id, alone=True)
    if now < day_is_over(missed.on_date, town_by_id(session, missed.town_id).zone):
        ring_for_week(session, case, cover, missed, by=by, now=now)
