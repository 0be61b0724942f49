"""Reads tasks: one by its key, those of a helper, a need or a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.care_path import CaseStatus, TaskStatus
from hopecare.errors import NotFoundError
from models import Case, Task, Visit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def task_by_id(session: Session, task_id: UUID, *, fresh: bool = False) -> Task:
    """Give the task; `fresh` reads it again, after a lock was waited for."""
    task = session.get(Task, task_id, populate_existing=fresh)
    if task is None:
        raise NotFoundError(task_id=task_id)
    return task


def active_tasks_of_need(session: Session, need_id: UUID) -> Sequence[Task]:
    """Give the tasks of a need that a helper holds now, by place."""
    return session.scalars(
        select(Task)
        .where(Task.need_id == need_id, Task.status == TaskStatus.ACTIVE)
        .order_by(Task.place)
        .execution_options(populate_existing=True)
    ).all()


def active_tasks_of_case(session: Session, case_id: UUID) -> Sequence[Task]:
    """Give the tasks of a case that a helper holds now, oldest first."""
    return session.scalars(
        select(Task)
        .where(Task.case_id == case_id, Task.status == TaskStatus.ACTIVE)
        .order_by(Task.started_at, Task.id)
        .execution_options(populate_existing=True)
    ).all()


def helpers_of(session: Session, resident_id: UUID) -> Sequence[UUID]:
    """Give who helps a resident in an open case now, the longest helping first, each once."""
    rows = session.scalars(
        select(Task.helper_id)
        .join(Case, Case.id == Task.case_id)
        .where(
            Case.resident_id == resident_id,
            Case.status != CaseStatus.CLOSED,
            Task.status == TaskStatus.ACTIVE,
        )
        .order_by(Task.started_at, Task.id)
    )
    return list(dict.fromkeys(rows))


def find_active_task(session: Session, *, need_id: UUID, helper_id: UUID) -> Task | None:
    """Give the task by which this helper holds this need now."""
    return session.scalars(
        select(Task).where(
            Task.need_id == need_id,
            Task.helper_id == helper_id,
            Task.status == TaskStatus.ACTIVE,
        )
    ).first()


def task_of_offer(session: Session, offer_id: UUID) -> Task | None:
    """Give the task that a yes to this offer began."""
    return session.scalars(select(Task).where(Task.offer_id == offer_id)).first()


def count_held(session: Session, helper_id: UUID) -> int:
    """Count the tasks a helper holds now."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Task)
            .where(Task.helper_id == helper_id, Task.status == TaskStatus.ACTIVE)
        )
        or 0
    )


def count_visits(session: Session, task_id: UUID) -> int:
    """Count the visits that are written down for a task."""
    counted = select(func.count()).select_from(Visit).where(Visit.task_id == task_id)
    return session.scalar(counted) or 0
