"""Reads help every week: who is backup, which days are missed, the words a helper left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from hopecare.domain.care_path import MissedWeekStatus, NeedStatus, TaskStatus
from hopecare.errors import NotFoundError
from hopecare.queries.needs import LIVE
from hopecare.queries.same_visit import taken_up_beside
from hopecare.queries.tasks import active_tasks_of_need
from models import Backup, Case, Introduction, MissedWeek, Need, Task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def find_backup(session: Session, need_id: UUID) -> Backup | None:
    """Give who is backup of a weekly need now."""
    return session.scalars(
        select(Backup)
        .where(Backup.need_id == need_id, Backup.until.is_(None))
        .execution_options(populate_existing=True)
    ).one_or_none()


def backup_by_id(session: Session, backup_id: UUID) -> Backup:
    """Give one backup, also one that has ended."""
    backup = session.get(Backup, backup_id, populate_existing=True)
    if backup is None:
        raise NotFoundError(backup_id=backup_id)
    return backup


def backups_of_helper(session: Session, helper_id: UUID) -> Sequence[Backup]:
    """Give where somebody is backup now, in the order cases are held."""
    return session.scalars(
        select(Backup)
        .where(Backup.helper_id == helper_id, Backup.until.is_(None))
        .order_by(Backup.case_id, Backup.id)
    ).all()


def backups_of_case(session: Session, case_id: UUID) -> Sequence[Backup]:
    """Give who is backup in a case now."""
    return session.scalars(
        select(Backup)
        .where(Backup.case_id == case_id, Backup.until.is_(None))
        .order_by(Backup.since, Backup.id)
    ).all()


def backups_of_person(
    session: Session, person_id: UUID, case_ids: Sequence[UUID]
) -> Sequence[Backup]:
    """Give where somebody is backup now, and who is in their own cases."""
    theirs = (Backup.helper_id == person_id) | Backup.case_id.in_(case_ids)
    return session.scalars(
        select(Backup).where(theirs, Backup.until.is_(None)).order_by(Backup.case_id, Backup.id)
    ).all()


def resident_of_case(session: Session, case_id: UUID) -> UUID:
    """Give whose case it is."""
    return session.scalars(select(Case.resident_id).where(Case.id == case_id)).one()


def is_cover() -> ColumnElement[bool]:
    """Make the condition that a need stands in for one missed day."""
    return select(MissedWeek.id).where(MissedWeek.cover_need_id == Need.id).exists()


def missed_of_cover(session: Session, need_id: UUID) -> MissedWeek | None:
    """Give the missed day that a need stands in for; None for every other need."""
    return session.scalars(
        select(MissedWeek)
        .where(MissedWeek.cover_need_id == need_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def missed_week_by_id(session: Session, missed_id: UUID) -> MissedWeek:
    """Give one missed day as it stands now."""
    missed = session.get(MissedWeek, missed_id, populate_existing=True)
    if missed is None:
        raise NotFoundError(missed_week_id=missed_id)
    return missed


def find_missed_week(session: Session, task: Task, on: date) -> MissedWeek | None:
    """Give the missed day of a task, where it was said and not called off."""
    same = select(MissedWeek).where(is_missed_by(task), MissedWeek.on_date == on)
    return session.scalars(same.order_by(MissedWeek.said_at.desc()).limit(1)).first()


def missed_weeks_of_task(session: Session, task: Task, *, since: date) -> Sequence[MissedWeek]:
    """Give the days on which a helper does not come, from this day on, the soonest first."""
    return session.scalars(
        select(MissedWeek)
        .where(is_missed_by(task), MissedWeek.on_date >= since)
        .order_by(MissedWeek.on_date)
    ).all()


def is_missed_by(task: Task | type[Task]) -> ColumnElement[bool]:
    """They said it, or whoever held the place before, and somebody else goes on that day.

    Of one task, or of each row of a read that names the tasks by an alias.
    """
    before = select(Task.id).where(
        Task.need_id == task.need_id, Task.place == task.place, Task.status == TaskStatus.ENDED
    )
    is_left_over = MissedWeek.task_id.in_(before) & MissedWeek.cover_need_id.in_(
        select(Need.id).where(Need.status == NeedStatus.HELPED)
    )
    return and_(
        MissedWeek.need_id == task.need_id,
        MissedWeek.status != MissedWeekStatus.CALLED_OFF,
        (MissedWeek.task_id == task.id) | is_left_over,
    )


def usual_task_of(session: Session, missed: MissedWeek) -> Task:
    """Give the task of who usually comes now: whoever said it, or who took the place after them."""
    said_by = session.get_one(Task, missed.task_id)
    if said_by.status is TaskStatus.ACTIVE:
        return said_by
    places = {task.place: task for task in active_tasks_of_need(session, missed.need_id)}
    return places.get(said_by.place, said_by)


def missed_weeks_of_case(session: Session, case_id: UUID) -> Sequence[MissedWeek]:
    """Give every missed day of a case, the soonest first."""
    return session.scalars(
        select(MissedWeek)
        .where(MissedWeek.case_id == case_id)
        .order_by(MissedWeek.on_date, MissedWeek.said_at)
    ).all()


def standing_covers(
    session: Session, *, need_id: UUID | None = None, case_id: UUID | None = None
) -> Sequence[MissedWeek]:
    """Give the missed days of a weekly need, or of a case, for which somebody may still come."""
    whose = MissedWeek.need_id == need_id if need_id else MissedWeek.case_id == case_id
    return session.scalars(
        select(MissedWeek)
        .join(Need, Need.id == MissedWeek.cover_need_id)
        .where(whose, Need.status.in_(LIVE))
        .order_by(MissedWeek.on_date)
    ).all()


def not_for_cover(session: Session, need_id: UUID) -> frozenset[UUID]:
    """Name who cannot stand in on a missed day: who misses it, comes anyway, or stands in there."""
    missed = missed_of_cover(session, need_id)
    if missed is None:
        return frozenset()
    coming = active_tasks_of_need(session, missed.need_id)
    beside = taken_up_beside(session, missed)
    return beside | {missed.helper_id, *(task.helper_id for task in coming)}


def introduction_for(session: Session, task: Task) -> Introduction | None:
    """Give what the helper before wrote for this one; nothing where nobody wrote."""
    return session.scalars(
        select(Introduction)
        .where(
            Introduction.need_id == task.need_id,
            Introduction.written_at <= task.started_at,
            Introduction.task_id != task.id,
            Introduction.words.is_not(None),
        )
        .order_by(Introduction.written_at.desc())
        .limit(1)
    ).first()
