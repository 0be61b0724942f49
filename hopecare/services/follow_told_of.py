"""Whoever was rung told of the one whom the call was about: what follows is owed for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import Learnt
from hopecare.domain.roles import STAFF
from hopecare.domain.unreached import RESTS, step_after
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.rest_plan import rest_plan

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.calls import CallOutcome
    from hopecare.domain.identity import Identity
    from models import CallTask


def follow_told_of(
    session: Session,
    *,
    task: CallTask,
    outcome: CallOutcome,
    again_at: datetime | None,
    by: Identity,
    now: datetime,
) -> CallTask | None:
    """Owe the next call to whom it is true of, and ask them no more where that is known of them."""
    step, person_id = step_after(task.kind, outcome), task.about_person_id
    if step is None or person_id is None:
        return None
    owed = OwedCall(
        kind=step.kind or task.kind,
        dedup_key=f"again:{task.id}",
        due_at=again_at or now + step.within,
        person_id=person_id,
        case_id=task.case_id,
        report_id=task.report_id,
        owner_id=by.person_id if by.roles & STAFF else None,
        centre_id=task.centre_id,
    )
    following = open_call_task(session, town_id=task.town_id, owed=owed, by=by, now=now)
    end = RESTS.get(outcome)
    if end is not None and by.roles & STAFF:
        learnt, until = Learnt(end, task.id), following.due_at
        rest_plan(session, person_id, until=until, learnt=learnt, by=by, now=now)
    return following
