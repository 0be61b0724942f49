"""The only writer of a task's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import TASK, next_status

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.care_path import TaskEvent
    from models import Task


def move_task(task: Task, *, event: TaskEvent, now: datetime) -> Task:
    """Ask the care path what follows from `event`, and set it; refuse any other move."""
    status = next_status(TASK, task.status, event)
    task.status = status
    task.ended_at = now if status in TASK.final else None
    return task
