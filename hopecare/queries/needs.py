"""Reads needs: one by its key, and those of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from hopecare.domain.care_path import NeedStatus, TaskStatus
from hopecare.errors import NotFoundError
from models import Need, Task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

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


def taken_places(session: Session, need_id: UUID) -> frozenset[int]:
    """Give the places of a need that a helper fills now."""
    return frozenset(
        session.scalars(
            select(Task.place).where(Task.need_id == need_id, Task.status == TaskStatus.ACTIVE)
        )
    )


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
