"""End a helper's task in one of the drawn ways, and open the need again where nobody is left."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    CallTaskStatus,
    CaseEvent,
    CaseStatus,
    NeedEvent,
    NeedStatus,
    OfferStatus,
    TaskEvent,
)
from hopecare.domain.offers import TaskEnd
from hopecare.domain.timeline import EntryKind
from hopecare.queries.needs import count_active_tasks
from hopecare.queries.offers import count_standing, offers_of_need
from hopecare.queries.tasks import active_tasks_of_need, helpers_of
from hopecare.services.call_off_neighbour import call_off_neighbour
from hopecare.services.end_check_calls import end_check_calls
from hopecare.services.follow_left import follow_left
from hopecare.services.move_case import move_case
from hopecare.services.move_need import move_need
from hopecare.services.move_task import move_task
from hopecare.services.note_timeline import note_timeline
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Task

_END: Final = MappingProxyType(
    {
        TaskEvent.HANDED_BACK: (TaskEnd.HANDED_BACK, EntryKind.TASK_HANDED_BACK),
        TaskEvent.FINISHED: (TaskEnd.FINISHED, EntryKind.TASK_FINISHED),
        TaskEvent.STOPPED: (TaskEnd.STOPPED, EntryKind.TASK_STOPPED),
    }
)


def end_task(  # noqa: PLR0913  a task ends in a case and a need, in one way, by somebody
    session: Session,
    case: Case,
    need: Need,
    task: Task,
    *,
    event: TaskEvent,
    by: Actor,
    now: datetime,
    reason: str | None = None,
    calls_off: bool = True,
) -> Task:
    """End the task and let need and case follow; the caller holds case and need.

    Whoever may be on the way is called off; not after a death (`calls_off`), nor who is done there.
    """
    end, kind = _END[event]
    move_task(task, event=event, now=now)
    task.ended_by = end
    session.flush()
    note_timeline(
        session,
        town_id=task.town_id,
        kind=kind,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=task.id,
        facts={"helper_id": str(task.helper_id), "reason": reason},
    )
    _free_knocks(session, case, task.helper_id)
    if calls_off and event is not TaskEvent.FINISHED:
        _call_off(session, case, task.helper_id, by, now)
    end_check_calls(session, helper_id=task.helper_id, task_id=task.id, by=by, now=now)
    follow_left(session, case, need, task, by=by, now=now)
    _follow_need(session, need, now)
    _follow_case(session, case, now)
    session.flush()
    return task


def _call_off(session: Session, case: Case, helper_id: UUID, by: Actor, now: datetime) -> None:
    """Who helps no more looks in no more, unless they hold the key."""
    resident_id = case.resident_id
    call_off_neighbour(session, person_id=helper_id, resident_id=resident_id, by=by, now=now)


def _free_knocks(session: Session, case: Case, helper_id: UUID) -> None:
    """Who helps no more knocks no more: staff see that nobody has taken it yet."""
    if helper_id in helpers_of(session, case.resident_id):
        return
    waiting = select(CallTask).where(
        CallTask.kind == CallTaskKind.KNOCK,
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.person_id == case.resident_id,
        CallTask.owner_id == helper_id,
    )
    for knock in session.scalars(waiting):
        knock.owner_id = None


def _follow_need(session: Session, need: Need, now: datetime) -> None:
    if need.status is not NeedStatus.HELPED or active_tasks_of_need(session, need.id):
        return
    move_need(need, event=NeedEvent.HELPER_LEFT, now=now)
    if offers_of_need(session, need.id, OfferStatus.STANDING):
        move_need(need, event=NeedEvent.OFFER_MADE, now=now)


def _follow_case(session: Session, case: Case, now: datetime) -> None:
    if case.status is not CaseStatus.HELPED or count_active_tasks(session, case.id):
        return
    move_case(case, event=CaseEvent.HELPER_LEFT, now=now)
    if count_standing(session, case_id=case.id):
        move_case(case, event=CaseEvent.OFFER_MADE, now=now)
