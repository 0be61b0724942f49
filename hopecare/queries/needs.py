"""Reads needs: one by its key, and those of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import NeedStatus, TaskStatus
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.offers import TaskEnd, VisitResult
from hopecare.errors import NotFoundError
from models import Need, Offer, Task, Visit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.orm import Session

LIVE: Final = (NeedStatus.OPEN, NeedStatus.ASKING, NeedStatus.HELPED)


def need_by_id(session: Session, need_id: UUID, *, alone: bool = False) -> Need:
    """Give the need; `alone` holds it against others until the transaction ends."""
    need = session.get(Need, need_id, populate_existing=alone, with_for_update=alone or None)
    if need is None:
        raise NotFoundError(need_id=need_id)
    return need


def needs_of_case(session: Session, case_id: UUID) -> Sequence[Need]:
    """Give every need of a case, oldest first."""
    return session.scalars(
        select(Need).where(Need.case_id == case_id).order_by(Need.created_at, Need.id)
    ).all()


def live_needs_of_case(session: Session, case_id: UUID) -> Sequence[Need]:
    """Give the needs that are neither met nor ended, oldest first."""
    return session.scalars(
        select(Need)
        .where(Need.case_id == case_id, Need.status.in_(LIVE))
        .order_by(Need.created_at, Need.id)
    ).all()


def fills_place() -> ColumnElement[bool]:
    """Make the condition that a task's place needs nobody else; joins its need.

    What is needed once was done by whoever is done first of two, though it goes on for the other.
    """
    is_done = and_(Need.rhythm == NeedRhythm.ONCE, Task.ended_by == TaskEnd.FINISHED)
    return or_(Task.status == TaskStatus.ACTIVE, is_done)


def taken_places(session: Session, need_id: UUID) -> frozenset[int]:
    """Give the places of a need that need nobody else."""
    taken = select(Task.place).join(Need, Need.id == Task.need_id)
    return frozenset(session.scalars(taken.where(Task.need_id == need_id, fills_place())))


def has_met(session: Session, need_id: UUID) -> bool:
    """Whether anybody who helped with it wrote down that they met."""
    met = (
        select(Visit.id)
        .join(Task, Task.id == Visit.task_id)
        .where(Task.need_id == need_id, Visit.result == VisitResult.MET)
    )
    return session.scalars(met.limit(1)).first() is not None


def count_active_tasks(session: Session, case_id: UUID) -> int:
    """Count the tasks of a case that a helper holds now."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Task)
            .where(Task.case_id == case_id, Task.status == TaskStatus.ACTIVE)
        )
        or 0
    )


def last_task_of_need() -> ScalarSelect[UUID]:
    """Name, beside each need, the task by which it is helped now, or was helped last."""
    one = aliased(Task)
    return (
        select(one.id)
        .where(one.need_id == Need.id)
        .order_by(one.ended_at.is_not(None), one.started_at.desc(), one.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def neighbours_asked() -> ScalarSelect[int]:
    """Count, beside each need, the neighbours who were asked for it."""
    counted = select(func.count(Offer.id)).where(Offer.need_id == Need.id)
    return counted.scalar_subquery()


def is_untaken() -> ColumnElement[bool]:
    """Make the condition that nobody is being asked and nobody took it; joins the last task."""
    never_given_back = or_(Task.ended_by.is_(None), Task.ended_by != TaskEnd.HANDED_BACK)
    return and_(Need.status == NeedStatus.OPEN, never_given_back)


def is_handed_back() -> ColumnElement[bool]:
    """Make the condition that a helper gave it back and none follows yet; joins the last task."""
    return and_(
        Need.status.in_((NeedStatus.OPEN, NeedStatus.ASKING)), Task.ended_by == TaskEnd.HANDED_BACK
    )


def has_new_helper(since: datetime) -> ColumnElement[bool]:
    """Make the condition that somebody said yes since then and they have not met yet."""
    met = select(Visit.id).where(Visit.task_id == Task.id, Visit.result == VisitResult.MET).exists()
    return and_(
        Need.status.in_(LIVE), Task.status == TaskStatus.ACTIVE, Task.started_at >= since, ~met
    )
