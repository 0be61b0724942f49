"""The only writer of a call task's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CALL_TASK, next_status

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.care_path import CallTaskEvent
    from models import CallTask


def move_call_task(task: CallTask, *, event: CallTaskEvent, now: datetime) -> CallTask:
    """Ask the care path what follows from `event`, and set it; refuse any other move."""
    status = next_status(CALL_TASK, task.status, event)
    task.status = status
    task.done_at = now if status in CALL_TASK.final else None
    return task
