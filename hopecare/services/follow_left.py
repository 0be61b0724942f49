"""A helper has left: who stood in for one day does not come, and their successor's words end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MissedWeekEvent, MissedWeekStatus
from hopecare.domain.weekly import evening_before
from hopecare.queries.needs import LIVE
from hopecare.queries.town_days import town_by_id
from hopecare.queries.weekly import introduction_for, missed_of_cover
from hopecare.services.leave_week_to_staff import leave_week_to_staff
from hopecare.services.move_missed_week import move_missed_week
from hopecare.services.owe_week_call import owe_week_call

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Task


def follow_left(
    session: Session, case: Case, need: Need, task: Task, *, by: Actor, now: datetime
) -> None:
    """Let the missed day be open again, and blank what was written for this helper."""
    introduction = introduction_for(session, task)
    if introduction is not None:
        introduction.words = None
    missed = missed_of_cover(session, need.id)
    if missed is None or need.status not in LIVE or missed.status is not MissedWeekStatus.TAKEN:
        return
    move_missed_week(missed, event=MissedWeekEvent.TAKER_LEFT)
    if now >= evening_before(missed.on_date, town_by_id(session, need.town_id).zone):
        leave_week_to_staff(session, case, need, missed, by=by, now=now)
        # The last they heard is that somebody comes.
        owe_week_call(session, case, missed, what=f"nobody:{task.id}", by=by, now=now)
    session.flush()
