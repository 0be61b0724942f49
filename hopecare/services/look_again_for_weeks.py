"""A resident agrees to neighbours again: a missed day for which nobody is asked is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import (
    CallTaskStatus,
    MissedWeekEvent,
    MissedWeekStatus,
    OfferStatus,
)
from hopecare.domain.weekly import day_is_over
from hopecare.queries.call_causes import owed_for
from hopecare.queries.calls_of_need import open_calls_of_need
from hopecare.queries.cases import case_by_id
from hopecare.queries.cover_times import evening_of
from hopecare.queries.may_help import may_be_helped
from hopecare.queries.needs import need_by_id
from hopecare.queries.offers import offers_of_need
from hopecare.queries.stoppable import live_cases_of
from hopecare.queries.town_days import town_by_id
from hopecare.queries.weekly import standing_covers
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.move_missed_week import move_missed_week
from hopecare.services.ring_for_week import ring_for_week
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, MissedWeek, Need

_ASKED = (MissedWeekStatus.ASKED_BACKUP, MissedWeekStatus.ASKED_OTHERS)


def look_again_for_weeks(session: Session, *, resident_id: UUID, by: Actor, now: datetime) -> None:
    """Let the next look at missed days ask for each of theirs for which nobody is asked or rung.

    From its evening before on, what was left to staff is rung for again while its day is not over.
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
                _look_again(session, case, missed, by, now)
    session.flush()


def _look_again(session: Session, case: Case, missed: MissedWeek, by: Actor, now: datetime) -> None:
    cover = need_by_id(session, missed.cover_need_id, alone=True)
    _end_question(session, cover, by, now)
    is_rung_for = bool(open_calls_of_need(session, cover.id))
    if now < evening_of(session, missed) and not is_rung_for:
        # There is time to ask by text: a person rings only where nobody is left to ask.
        move_missed_week(missed, event=MissedWeekEvent.AGREED_AGAIN)
        missed.due_at = now
    elif now < day_is_over(missed.on_date, town_by_id(session, missed.town_id).zone):
        ring_for_week(session, case, cover, missed, by=by, now=now)


def _end_question(session: Session, cover: Need, by: Actor, now: datetime) -> None:
    """Nobody has to ask the resident for their yes any more."""
    asked = select(CallTask.id).where(
        CallTask.status == CallTaskStatus.OPEN, owed_for([f"no_consent:{cover.id}:day"])
    )
    for call_id in session.scalars(asked.order_by(CallTask.id)).all():
        finish_call_task(session, task_id=call_id, outcome=None, by=by, now=now)
