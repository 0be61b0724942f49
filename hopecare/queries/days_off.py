"""Reads the days on which the helpers of weekly help do not come, whatever their rhythm says."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hopecare.queries.weekly import is_missed_by
from models import MissedWeek, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session


def days_off(
    session: Session, held: Collection[UUID] | Select[UUID]
) -> Mapping[UUID, frozenset[date]]:
    """Give them by task, for these tasks or all that are selected; one statement."""
    task, said = aliased(Task), aliased(Task)
    is_one: ColumnElement[bool] = task.id.in_(held)
    rows = session.execute(
        select(task.id, MissedWeek.on_date)
        .select_from(MissedWeek)
        .join(said, said.id == MissedWeek.task_id)
        .join(task, (task.need_id == said.need_id) & (task.place == said.place))
        .where(is_one, is_missed_by(task))
    )
    found: dict[UUID, set[date]] = defaultdict(set)
    for task_id, on in rows:
        found[task_id].add(on)
    return {task_id: frozenset(days) for task_id, days in found.items()}
