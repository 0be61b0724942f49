"""Say what came of an owed call, or that it is not owed any more."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import REACHED, CallOutcome
from hopecare.domain.care_path import CallTaskEvent, CallTaskStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.call_pages import call_task_by_id
from hopecare.services.move_call_task import move_call_task
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.calls import CallBecause
    from hopecare.domain.identity import Actor
    from models import CallTask

_ENTRY_OF: Final[Mapping[CallOutcome | None, EntryKind]] = MappingProxyType(
    {
        None: EntryKind.CALL_TASK_CANCELLED,
        CallOutcome.EMERGENCY_RUNG: EntryKind.EMERGENCY_CALLED,
    }
)


def finish_call_task(
    session: Session,
    *,
    task_id: UUID,
    outcome: CallOutcome | None,
    because: CallBecause | None = None,
    by: Actor,
    now: datetime,
) -> CallTask:
    """Close the task with its outcome; without one it is cancelled. A repeat changes nothing."""
    task = call_task_by_id(session, task_id, alone=True)
    if task.status is not CallTaskStatus.OPEN:
        return task
    event = CallTaskEvent.CANCELLED if outcome is None else CallTaskEvent.DONE
    move_call_task(task, event=event, now=now)
    task.outcome = outcome
    note_timeline(
        session,
        town_id=task.town_id,
        kind=_ENTRY_OF.get(outcome, EntryKind.CALL_TASK_DONE),
        at=now,
        by=by,
        person_id=task.about_person_id or task.person_id,
        case_id=task.case_id,
        report_id=task.report_id,
        subject_id=task.id,
        facts=_facts(task) | ({"because": because.value} if because else {}),
    )
    return task


def _facts(task: CallTask) -> dict[str, str | int | None]:
    """Kind and outcome, and whether somebody spoke with the person."""
    reached = int(task.outcome in REACHED) if task.outcome else 0
    outcome = task.outcome.value if task.outcome else None
    return {"kind": task.kind.value, "outcome": outcome, "reached": reached}
