"""A check that the help asks for runs out, and the help goes on: staff renew it, or stop the help.

Once for each task and each day on which a check ends; one that was called off is owed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, TaskStatus
from hopecare.domain.lapsing_checks import outlives_check
from hopecare.domain.needs import CheckLevel
from hopecare.domain.urgency import Urgency
from hopecare.language.check_words import check_runs_out
from hopecare.queries.call_causes import owed_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.clashes import hours_of
from hopecare.queries.needs import need_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.tasks import task_by_id
from hopecare.queries.town_readers import reader_of_town
from hopecare.queries.volunteers import profile_of
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.owe_case_call import CALL_WITHIN
from models import CallTask

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Task


def owe_check_call(session: Session, *, task_id: UUID, by: Actor, now: datetime) -> CallTask | None:
    """Owe the call to the helper, where their check ends before their help does."""
    case = case_by_id(session, task_by_id(session, task_id).case_id, alone=True)
    task = task_by_id(session, task_id, fresh=True)
    expires_on = _runs_out(session, task, now)
    if expires_on is None:
        return None
    key = f"check_lapses:{task.id}:{expires_on.isoformat()}"
    known = select(CallTask.id).where(
        CallTask.town_id == task.town_id,
        CallTask.status != CallTaskStatus.CANCELLED,
        owed_for([key]),
    )
    if session.scalars(known.limit(1)).first() is not None:
        return None
    owed = _owed(session, case, task, expires_on, key, now)
    return open_call_task(session, town_id=task.town_id, owed=owed, by=by, now=now)


def _runs_out(session: Session, task: Task, now: datetime) -> date | None:
    """Give the last day of the check, where the task still asks for one and outlives it."""
    need = need_by_id(session, task.need_id)
    if task.status is not TaskStatus.ACTIVE or need.check_level <= CheckLevel.NONE:
        return None
    expires_on = profile_of(session, task.helper_id).check_expires_on
    today = reader_of_town(session, task.town_id, now=now).today
    return expires_on if outlives_check(hours_of(need), expires_on, today=today) else None


def _owed(
    session: Session, case: Case, task: Task, expires_on: date, key: str, now: datetime
) -> OwedCall:
    reader = reader_of_town(session, task.town_id, now=now, is_staff=True)
    helper = person_by_id(session, task.helper_id)
    return OwedCall(
        kind=CallTaskKind.CHECK_LAPSES,
        dedup_key=key,
        due_at=now + CALL_WITHIN[Urgency.ORDINARY],
        person_id=task.helper_id,
        about_person_id=case.resident_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words=check_runs_out(helper.called, expires_on, reader),
        recurs=True,
    )
