"""How many tasks some helpers hold now, and how many they began lately."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, case, func, or_, select

from hopecare.domain.care_path import TaskStatus
from hopecare.queries.among import among_named, knows_lists
from models import Task

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ScalarSelect, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    Load = Mapping[UUID, int]

RECENTLY: Final = timedelta(days=30)


def tasks_held(session: Session, helper_ids: Sequence[UUID], now: datetime) -> tuple[Load, Load]:
    """Count the tasks each holds now, and those of the last days."""
    asked = {"helper_ids": list(helper_ids), "since": now - RECENTLY}
    counted = session.execute(_counted(as_list=knows_lists(session)), asked).all()
    return {row[0]: row[1] for row in counted}, {row[0]: row[2] for row in counted}


def tasks_of(helper_id: InstrumentedAttribute[UUID]) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """Make the same two counts of each row's helper; the days come by the name `since`."""
    own = select(func.count()).select_from(Task).where(Task.helper_id == helper_id)
    is_active = Task.status == TaskStatus.ACTIVE
    is_recent = Task.started_at > bindparam("since")
    return own.where(is_active).scalar_subquery(), own.where(is_recent).scalar_subquery()


@cache
def _counted(*, as_list: bool) -> Select[UUID, int, int]:
    """Select how many tasks each of some helpers holds, and began lately."""
    is_active = Task.status == TaskStatus.ACTIVE
    is_recent = Task.started_at > bindparam("since")
    return (
        select(
            Task.helper_id,
            func.sum(case((is_active, 1), else_=0)),
            func.sum(case((is_recent, 1), else_=0)),
        )
        .where(
            among_named(Task.helper_id, "helper_ids", as_list=as_list),
            or_(is_active, is_recent),
        )
        .group_by(Task.helper_id)
    )
