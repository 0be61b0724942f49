"""Append to the timeline that somebody helps from now on, for the first time or again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Task


def note_task_started(
    session: Session, case: Case, task: Task, *, by: Actor, now: datetime
) -> None:
    """Write it for the resident and the case, with who helps in which place."""
    note_timeline(
        session,
        town_id=task.town_id,
        kind=EntryKind.TASK_STARTED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=task.id,
        facts={"helper_id": str(task.helper_id), "place": task.place},
    )
