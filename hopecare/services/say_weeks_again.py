"""After an undone death a helper still does not come on the days that they had said off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CaseStatus, TaskStatus
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.undoing import LeftReason
from hopecare.domain.weekly import falls_on
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.tasks import task_by_id
from hopecare.queries.town_days import local_day
from hopecare.queries.weekly import find_backup, missed_week_by_id
from hopecare.services.say_missed_week import say_missed_week
from models import Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import MissedWeek


def say_weeks_again(
    session: Session,
    *,
    missed_ids: Iterable[UUID],
    told: Collection[UUID],
    by: Actor,
    now: datetime,
) -> dict[UUID, LeftReason]:
    """Say each again that still lies ahead of a helper who comes; say of the others why not.

    Where whoever would be asked by a text has heard of the death, a person says it: nobody reads
    in a text that somebody they mourn is alive. Who misses the day hears of it in their call.
    """
    left = {}
    for missed_id in missed_ids:
        missed = missed_week_by_id(session, missed_id)
        reason = _against(session, missed, told, now)
        if reason is not None:
            left[missed_id] = reason
            continue
        day, why = missed.on_date, missed.reason
        say_missed_week(session, task_id=missed.task_id, on_date=day, reason=why, by=by, now=now)
    return left


def _against(
    session: Session, missed: MissedWeek, told: Collection[UUID], now: datetime
) -> LeftReason | None:
    case, need = case_by_id(session, missed.case_id), need_by_id(session, missed.need_id)
    day, is_weekly = missed.on_date, need.rhythm is NeedRhythm.WEEKLY
    falls = falls_on(day, weekdays=need.weekdays, from_on=need.from_on, until_on=need.until_on)
    backup = find_backup(session, need.id)
    went = select(Task.helper_id).where(Task.need_id == missed.cover_need_id)
    asked = {*session.scalars(went), *([backup.helper_id] if backup else [])}
    against = {
        LeftReason.CASE_OVER: case.status is CaseStatus.CLOSED
        or need.status not in LIVE
        or not (is_weekly and falls),
        LeftReason.TIME_OVER: day < local_day(session, missed.town_id, now),
        LeftReason.HELPER_NOT_FREE: task_by_id(session, missed.task_id).status is TaskStatus.ENDED,
        LeftReason.SAID_TOO_LATE: not asked.isdisjoint(told),
    }
    return next((reason for reason, holds in against.items() if holds), None)
