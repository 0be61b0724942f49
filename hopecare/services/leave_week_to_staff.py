"""Nobody was found for a missed day in time: a person rings the nearest, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import AskingEvent, MissedWeekEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.askings import find_live_asking
from hopecare.services.move_asking import move_asking
from hopecare.services.move_missed_week import move_missed_week
from hopecare.services.note_missed_week import note_missed_week
from hopecare.services.ring_for_week import ring_for_week
from hopecare.services.tell_usual_helper import tell_usual_helper

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Case, MissedWeek, Need


def leave_week_to_staff(
    session: Session, case: Case, cover: Need, missed: MissedWeek, *, by: Actor, now: datetime
) -> CallTask:
    """Owe the calls; the day and the next five nearest stand in its words, one a line."""
    move_missed_week(missed, event=MissedWeekEvent.TIME_SHORT)
    note_missed_week(session, case, missed, kind=EntryKind.WEEK_UNFILLED, by=by, now=now)
    tell_usual_helper(session, missed, instead=None, now=now)
    asking = find_live_asking(session, cover.id)
    if asking is not None:
        # Whoever was asked may still say yes; nobody more is.
        move_asking(asking, event=AskingEvent.WITHDRAWN, now=now)
        session.flush()
    return ring_for_week(session, case, cover, missed, by=by, now=now)
