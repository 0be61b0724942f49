"""Nobody was found for a missed day in time: a person rings the nearest, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AskingEvent, MissedWeekEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.askings import find_live_asking
from hopecare.queries.calls_of_need import open_calls_of_need
from hopecare.queries.may_help import may_be_helped
from hopecare.queries.whom_to_ring import whom_to_ring
from hopecare.services.move_asking import move_asking
from hopecare.services.move_missed_week import move_missed_week
from hopecare.services.note_missed_week import note_missed_week
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.owe_case_call import owe_case_call
from hopecare.services.owe_week_call import WITHIN
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
    for call in open_calls_of_need(session, cover.id):
        call.due_at = min(call.due_at, now + WITHIN)
        return call
    if not may_be_helped(session, case.resident_id, now=now):
        # Nobody is rung for somebody who does not agree to neighbours: they are asked first.
        key, to_id = f"no_consent:{cover.id}:day", case.resident_id
        return owe_case_call(session, case, to_id=to_id, key=key, by=by, now=now)
    nearest, _ = whom_to_ring(session, case, cover, now=now)
    lines = [
        missed.on_date.isoformat(),
        *(f"{each.called} ({each.distance_m} m)" for each in nearest),
    ]
    owed = OwedCall(
        kind=CallTaskKind.UNFILLED,
        dedup_key=f"missed_week:{missed.id}",
        due_at=now + WITHIN,
        about_person_id=case.resident_id,
        case_id=case.id,
        need_id=cover.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words="\n".join(lines),
        recurs=True,
    )
    return open_call_task(session, town_id=case.town_id, owed=owed, by=by, now=now)
