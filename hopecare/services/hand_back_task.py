"""A helper hands a task back: nobody is blamed, and the next neighbours are asked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import TaskEvent, TaskStatus
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.tasks import task_by_id
from hopecare.services.ask_successors import ask_successors
from hopecare.services.end_task import end_task
from hopecare.services.tell_of_second import tell_of_second
from models import Introduction

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.offers import DeclineReason
    from models import Task


def hand_back_task(
    session: Session,
    *,
    task_id: UUID,
    reason: DeclineReason | None,
    introduction: str | None = None,
    by: Actor,
    now: datetime,
) -> Task:
    """End the helper's task, ask the next neighbours, and owe a call where there is none.

    What they write for whoever comes next is read by the successor alone, while they help.
    """
    asked = task_by_id(session, task_id)
    case = case_by_id(session, asked.case_id, alone=True)
    need = need_by_id(session, asked.need_id, alone=True)
    task = task_by_id(session, task_id, fresh=True)
    if task.status is TaskStatus.ENDED:
        return task
    code = reason.value if reason else None
    event = TaskEvent.HANDED_BACK
    end_task(session, case, need, task, event=event, by=by, now=now, reason=code)
    if introduction:
        session.add(_introduction(task, introduction, now))
        session.flush()
    ask_successors(session, case, need, by=by, now=now)
    tell_of_second(session, need, left=task, now=now)
    return task


def _introduction(task: Task, words: str, now: datetime) -> Introduction:
    return Introduction(
        town_id=task.town_id,
        need_id=task.need_id,
        case_id=task.case_id,
        task_id=task.id,
        written_at=now,
        words=words,
    )
