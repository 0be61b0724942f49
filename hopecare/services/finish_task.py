"""A task has come to its end: the help was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import TaskEvent, TaskStatus
from hopecare.domain.needs import NeedRhythm
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.tasks import active_tasks_of_need, task_by_id
from hopecare.services.end_need import end_need
from hopecare.services.end_task import end_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Task


def finish_task(session: Session, *, task_id: UUID, by: Actor, now: datetime) -> Task:
    """End the task as done; a need for one time is met once its last helper is done."""
    asked = task_by_id(session, task_id)
    case = case_by_id(session, asked.case_id, alone=True)
    need = need_by_id(session, asked.need_id, alone=True)
    task = task_by_id(session, task_id, fresh=True)
    if task.status is TaskStatus.ENDED:
        return task
    is_last = len(active_tasks_of_need(session, need.id)) == 1
    if need.rhythm is NeedRhythm.ONCE and is_last and need.status in LIVE:
        end_need(session, need_id=need.id, is_met=True, by=by, now=now)
        return task
    return end_task(session, case, need, task, event=TaskEvent.FINISHED, by=by, now=now)
