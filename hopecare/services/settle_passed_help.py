"""The day of a help is over and somebody still holds it: it is met, asked about, or ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus, CaseStatus, NeedStatus
from hopecare.domain.passed_help import PassedHelp, look_at_passed
from hopecare.language.passed_words import did_they_come
from hopecare.queries.call_causes import owed_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.clashes import hours_of
from hopecare.queries.needs import has_met, need_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.tasks import active_tasks_of_need
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.queries.town_readers import reader_of_town
from hopecare.services.end_need import end_need
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.owe_case_call import owe_case_call
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Task


def settle_passed_help(session: Session, *, need_id: UUID, by: Actor, now: datetime) -> Need:
    """Do what is due now; the call is owed once for each day that was set."""
    case = case_by_id(session, need_by_id(session, need_id).case_id, alone=True)
    need = need_by_id(session, need_id, alone=True)
    tasks = active_tasks_of_need(session, need.id)
    if case.status is CaseStatus.CLOSED or need.status is not NeedStatus.HELPED or not tasks:
        return need
    due = look_at_passed(
        hours_of(need),
        town_by_id(session, need.town_id).zone,
        held_since=local_day(session, need.town_id, tasks[-1].started_at),
        has_met=has_met(session, need.id),
        now=now,
    )
    if due is PassedHelp.ASK:
        _ask(session, case, need, tasks[0], by, now)
    elif due is not None:
        is_met = due is PassedHelp.MET
        end_need(session, need_id=need.id, is_met=is_met, by=by, now=now)
        if is_met:
            _end_calls(session, need, by, now)
    return need


def _ask(session: Session, case: Case, need: Need, task: Task, by: Actor, now: datetime) -> None:
    """The resident knows best whether somebody came, and what they still need."""
    reader = reader_of_town(session, need.town_id, now=now, is_staff=True)
    helper = person_by_id(session, task.helper_id)
    words = did_they_come(helper.called, need.kind, need.until_on or need.from_on, reader)
    key, to_id = f"{_cause(need)}:{need.until_on or need.from_on}", case.resident_id
    owe_case_call(session, case, to_id=to_id, key=key, words=words, by=by, now=now)


def _end_calls(session: Session, need: Need, by: Actor, now: datetime) -> None:
    owed = select(CallTask.id).where(
        CallTask.town_id == need.town_id,
        CallTask.status == CallTaskStatus.OPEN,
        owed_for([_cause(need)]),
    )
    for call_id in session.scalars(owed).all():
        finish_call_task(session, task_id=call_id, outcome=None, by=by, now=now)


def _cause(need: Need) -> str:
    return f"came:{need.id}"
