"""A task has come to its end: the help was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import TaskEvent, TaskStatus
from hopecare.domain.need_days import last_day
from hopecare.domain.needs import NeedRhythm
from hopecare.queries.cases import case_by_id
from hopecare.queries.clashes import hours_of
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.tasks import active_tasks_of_need, task_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.ask_successors import ask_successors
from hopecare.services.end_need import end_need
from hopecare.services.end_task import end_task
from hopecare.services.tell_of_second import tell_of_second

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Need, Task


def finish_task(session: Session, *, task_id: UUID, by: Actor, now: datetime) -> Task:
    """End the task as done; the need is met with its last helper, unless it goes on every week.

    Then the next neighbours are asked, as when a helper hands it back.
    """
    asked = task_by_id(session, task_id)
    case = case_by_id(session, asked.case_id, alone=True)
    need = need_by_id(session, asked.need_id, alone=True)
    task = task_by_id(session, task_id, fresh=True)
    if task.status is TaskStatus.ENDED:
        return task
    goes_on = _goes_on(session, need, now)
    is_last = len(active_tasks_of_need(session, need.id)) == 1
    if is_last and not goes_on and need.status in LIVE:
        end_need(session, need_id=need.id, is_met=True, by=by, now=now)
        return task
    end_task(session, case, need, task, event=TaskEvent.FINISHED, by=by, now=now)
    if goes_on:
        ask_successors(session, case, need, by=by, now=now)
        tell_of_second(session, need, left=task, now=now)
    return task


def _goes_on(session: Session, need: Need, now: datetime) -> bool:
    """Whether it is still needed in weeks to come, whoever has done their part."""
    if need.rhythm is not NeedRhythm.WEEKLY:
        return False
    last = last_day(hours_of(need))
    return last is None or last > local_day(session, need.town_id, now)
