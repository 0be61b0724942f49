"""Owe the call for a missed day that is left to staff: the next five nearest, one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.queries.calls_of_need import open_calls_of_need
from hopecare.queries.may_help import may_be_helped
from hopecare.queries.whom_to_ring import whom_to_ring
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.owe_case_call import owe_case_call
from hopecare.services.owe_week_call import WITHIN

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Case, MissedWeek, Need


def ring_for_week(
    session: Session, case: Case, cover: Need, missed: MissedWeek, *, by: Actor, now: datetime
) -> CallTask:
    """Owe it once; without consent nobody is rung, and the resident is asked first."""
    for call in open_calls_of_need(session, cover.id):
        call.due_at = min(call.due_at, now + WITHIN)
        return call
    if not may_be_helped(session, case.resident_id, now=now):
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
