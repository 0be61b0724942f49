"""End one helper's task for them: they are told kindly, and the next neighbours are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import TaskEvent, TaskStatus
from hopecare.domain.matching.proposals import AppealReason
from hopecare.domain.offers import StopReason
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.tasks import task_by_id
from hopecare.queries.week_news import open_week_news
from hopecare.queries.weekly import missed_of_cover
from hopecare.services.ask_successors import ask_successors
from hopecare.services.end_task import end_task
from hopecare.services.owe_case_call import owe_case_call
from hopecare.services.set_pair_aside import set_pair_aside
from hopecare.services.tell_of_second import tell_of_second
from hopecare.services.tell_task_ended import tell_task_ended

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Need, Task


def stop_task(
    session: Session, *, task_id: UUID, reason: StopReason, by: Actor, now: datetime
) -> Task:
    """Stop the task, so that address and telephone vanish; stopped twice, it stays as it was."""
    asked = task_by_id(session, task_id)
    case = case_by_id(session, asked.case_id, alone=True)
    need = need_by_id(session, asked.need_id, alone=True)
    task = task_by_id(session, task_id, fresh=True)
    if task.status is TaskStatus.ENDED:
        return task
    end_task(session, case, need, task, event=TaskEvent.STOPPED, by=by, now=now, reason=reason)
    tell_task_ended(session, case, task, now=now)
    if reason is StopReason.NO_GOOD_MATCH:
        set_pair_aside(session, task, reason=AppealReason.DID_NOT_GET_ON, by=by, now=now)
    key = f"task_stopped:{task.id}"
    if reason is StopReason.CONSENT_WITHDRAWN:
        # The resident has just told us: it is the helper who hears from a person why.
        owe_case_call(session, case, to_id=task.helper_id, key=key, by=by, now=now)
        return task
    if reason is StopReason.HELPER_SUSPENDED and not _is_told_of_day(session, need):
        # Whoever stood in for a day too near for texts is told of in the call about that day.
        owe_case_call(session, case, to_id=case.resident_id, key=key, by=by, now=now)
    ask_successors(session, case, need, by=by, now=now)
    tell_of_second(session, need, left=task, now=now)
    return task


def _is_told_of_day(session: Session, need: Need) -> bool:
    """Whether the resident is rung about the missed day that it stood in for."""
    missed = missed_of_cover(session, need.id)
    return missed is not None and bool(open_week_news(session, missed))
