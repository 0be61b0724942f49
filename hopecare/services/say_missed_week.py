"""The helper of a weekly need cannot come on one day: somebody else is looked for, for that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MISSED_WEEK, NEED, CaseStatus, TaskStatus
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.timeline import EntryKind
from hopecare.domain.weekly import AHEAD, evening_before, falls_on
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.tasks import task_by_id
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.queries.weekly import find_missed_week
from hopecare.services.look_for_week import look_for_week
from hopecare.services.note_missed_week import note_missed_week
from models import MissedWeek, Need

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.weekly import MissReason
    from models import Case, Task


def say_missed_week(
    session: Session,
    *,
    task_id: UUID,
    on_date: date,
    reason: MissReason | None,
    by: Actor,
    now: datetime,
) -> MissedWeek:
    """Write it down and look for somebody at once; said twice, it stands once."""
    asked = task_by_id(session, task_id)
    case = case_by_id(session, asked.case_id, alone=True)
    need = need_by_id(session, asked.need_id, alone=True)
    task = task_by_id(session, task_id, fresh=True)
    _refuse_pointless(case, need, task)
    _refuse_other_days(need, on_date, local_day(session, need.town_id, now))
    said = find_missed_week(session, task, on_date)
    if said is not None:
        return said
    cover = _cover(need, on_date, now)
    session.add(cover)
    session.flush()
    missed = _missed(task, cover, on_date, reason, by, now)
    missed.due_at = evening_before(on_date, town_by_id(session, need.town_id).zone)
    session.add(missed)
    session.flush()
    note_missed_week(session, case, missed, kind=EntryKind.WEEK_MISSED, by=by, now=now)
    look_for_week(session, case, cover, missed, by=by, now=now)
    session.flush()
    return missed


def _refuse_pointless(case: Case, need: Need, task: Task) -> None:
    is_over = case.status is CaseStatus.CLOSED or need.status not in LIVE
    if task.status is TaskStatus.ENDED or is_over or need.rhythm is not NeedRhythm.WEEKLY:
        raise MoveNotAllowedError(machine="task", status=task.status, event="week_missed")


def _refuse_other_days(need: Need, on_date: date, today: date) -> None:
    if on_date < today:
        raise InvalidInputError({"on_date": ["date_in_past"]})
    falls = falls_on(on_date, weekdays=need.weekdays, from_on=need.from_on, until_on=need.until_on)
    if not falls or on_date > today + AHEAD:
        raise InvalidInputError({"on_date": ["not_a_choice"]})


def _missed(
    task: Task, cover: Need, on_date: date, reason: MissReason | None, by: Actor, now: datetime
) -> MissedWeek:
    return MissedWeek(
        town_id=task.town_id,
        task_id=task.id,
        need_id=task.need_id,
        case_id=task.case_id,
        helper_id=task.helper_id,
        cover_need_id=cover.id,
        on_date=on_date,
        said_at=now,
        status=MISSED_WEEK.start,
        due_at=None,
        reason=reason,
        said_by_id=by.person_id,
    )


def _cover(need: Need, on_date: date, now: datetime) -> Need:
    """The same help, once, for one person: it is asked, taken and logged as any other."""
    return Need(
        town_id=need.town_id,
        case_id=need.case_id,
        kind=need.kind,
        rhythm=NeedRhythm.ONCE,
        status=NEED.start,
        from_on=on_date,
        until_on=on_date,
        created_at=now,
        starts_at=need.starts_at,
        minutes=need.minutes,
        language=need.language,
        language_required=need.language_required,
        gender_wish=need.gender_wish,
        check_level=need.check_level,
        flags=list(need.flags),
        words=need.words,
    )
