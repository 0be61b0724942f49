"""A check that the help asks for runs out or is taken away: staff renew it, or stop the help.

Once for each task and each day on which a check ends, or level that is too low; one that was called
off is owed again, and so is one about a level that was high enough in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, TaskStatus
from hopecare.domain.lapsing_checks import lacks_check, outlives_check
from hopecare.domain.needs import CheckLevel
from hopecare.domain.timeline import EntryKind
from hopecare.domain.urgency import Urgency
from hopecare.language.check_words import check_runs_out, check_too_low
from hopecare.queries.call_causes import owed_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.clashes import hours_of
from hopecare.queries.merged import is_of
from hopecare.queries.needs import need_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.tasks import task_by_id
from hopecare.queries.town_readers import reader_of_town
from hopecare.queries.volunteers import profile_of
from hopecare.services.end_check_calls import end_check_calls
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.owe_case_call import CALL_WITHIN
from models import CallTask, TimelineEntry

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Task


@dataclass(frozen=True, slots=True)
class _Gap:
    """What a check lacks: its cause as a key, the words of the call, how soon it is made."""

    cause: str
    words: str
    urgency: Urgency
    is_level: bool = False
    """Whether it is too low, not only too short."""


def owe_check_call(session: Session, *, task_id: UUID, by: Actor, now: datetime) -> CallTask | None:
    """Owe the call to the helper, where their check is too low or ends before their help does.

    What is owed of this task about another end or level is called off: it is not true any more.
    """
    case = case_by_id(session, task_by_id(session, task_id).case_id, alone=True)
    task = task_by_id(session, task_id, fresh=True)
    gap = _gap(session, task, now)
    key = f"check_lapses:{task.id}:{gap.cause}" if gap else None
    helper_id = task.helper_id
    end_check_calls(session, helper_id=helper_id, task_id=task.id, but=key, by=by, now=now)
    if gap is None or key is None or _is_known(session, task, gap, key):
        return None
    owed = _owed(case, task, gap, key, now)
    return open_call_task(session, town_id=task.town_id, owed=owed, by=by, now=now)


def _is_known(session: Session, task: Task, gap: _Gap, key: str) -> bool:
    """Whether it is owed, or was talked about since it came to be so."""
    known = select(CallTask.id).where(
        CallTask.town_id == task.town_id,
        CallTask.status != CallTaskStatus.CANCELLED,
        owed_for([key]),
    )
    held_at = _held_at(session, task) if gap.is_level else None
    if held_at is not None:
        is_open = CallTask.status == CallTaskStatus.OPEN
        known = known.where(or_(is_open, CallTask.done_at > held_at))
    return session.scalars(known.limit(1)).first() is not None


def _held_at(session: Session, task: Task) -> datetime | None:
    """When a check was last recorded that is as high as the help asks for."""
    wanted = need_by_id(session, task.need_id).check_level
    recorded = select(TimelineEntry).where(
        is_of(TimelineEntry.person_id, task.helper_id),
        TimelineEntry.kind == EntryKind.CHECK_RECORDED,
    )
    entries = session.scalars(recorded.order_by(TimelineEntry.at.desc())).all()
    held = (each.at for each in entries if int(each.facts.get("check_level") or 0) >= wanted)
    return next(held, None)


def _gap(session: Session, task: Task, now: datetime) -> _Gap | None:
    """Say what the check lacks of what the task still asks for; nothing where it holds."""
    need, profile = need_by_id(session, task.need_id), profile_of(session, task.helper_id)
    if task.status is not TaskStatus.ACTIVE or need.check_level <= CheckLevel.NONE:
        return None
    reader = reader_of_town(session, task.town_id, now=now, is_staff=True)
    called = person_by_id(session, task.helper_id).called
    hours, level, expires_on = hours_of(need), profile.check_level, profile.check_expires_on
    if lacks_check(hours, level=level, wanted=need.check_level, today=reader.today):
        words = check_too_low(called, reader)
        return _Gap(f"level_{level}", words, Urgency.SOON, is_level=True)
    if expires_on is None or not outlives_check(hours, expires_on, today=reader.today):
        return None
    words = check_runs_out(called, expires_on, reader)
    return _Gap(expires_on.isoformat(), words, Urgency.ORDINARY)


def _owed(case: Case, task: Task, gap: _Gap, key: str, now: datetime) -> OwedCall:
    return OwedCall(
        kind=CallTaskKind.CHECK_LAPSES,
        dedup_key=key,
        due_at=now + CALL_WITHIN[gap.urgency],
        person_id=task.helper_id,
        about_person_id=case.resident_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words=gap.words,
        recurs=True,
    )
