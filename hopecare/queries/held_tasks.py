"""How many tasks a volunteer holds, as part of a statement about volunteers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from hopecare.domain.care_path import TaskStatus
from models import Task, VolunteerProfile

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, ScalarSelect


def count_held() -> ScalarSelect[Any]:
    """Count the active tasks of the volunteer of each profile."""
    return (
        select(func.count())
        .select_from(Task)
        .where(Task.helper_id == VolunteerProfile.person_id, Task.status == TaskStatus.ACTIVE)
        .scalar_subquery()
    )


def holds_enough() -> ColumnElement[bool]:
    """Make the condition that they hold as many as they wish to."""
    return count_held() >= VolunteerProfile.max_active
