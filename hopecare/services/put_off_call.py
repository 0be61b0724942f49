"""They were not reached, it was not a good time, or nobody has rung yet: ring later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from hopecare.domain.calls import CallDirection
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.later_calls import LATEST, NEVER_LATER, OUTCOMES, LaterReason
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, StaleVersionError
from hopecare.queries.call_pages import call_task_by_id
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import CallTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """When it is rung, and why not now."""

    at: datetime
    reason: LaterReason
    words: str | None = None
    knows_late: bool = False
    """Whoever puts it off without a try knows that it is rung after the hour it is owed by."""


def put_off_call(
    session: Session, *, task_id: UUID, version: int, later: Later, by: Identity, now: datetime
) -> CallTask:
    """Move the call to its hour; one that is done stays as it is.

    A try is written down and moves the hour it is owed by; without one that hour stays as it was.
    What cannot wait is refused, and so is an hour that has passed or lies months ahead.
    """
    task = call_task_by_id(session, task_id, alone=True)
    if task.status is not CallTaskStatus.OPEN:
        return task
    if task.version != version:
        raise StaleVersionError(call_task_id=task_id, version=task.version)
    _refuse(task, later, now)
    if later.reason in OUTCOMES:
        _write_try(session, task, later, by=by, now=now)
    else:
        _wait(session, task, later, by=by, now=now)
    session.flush()
    return task


def _write_try(
    session: Session, task: CallTask, later: Later, *, by: Identity, now: datetime
) -> None:
    """The try is counted, and an hour that was chosen before it holds no longer."""
    note = CallNote(
        direction=CallDirection.MADE,
        outcome=OUTCOMES[later.reason],
        person_id=task.person_id,
        report_id=task.report_id,
        call_task_id=task.id,
        words=later.words,
        owes_call_back=False,
    )
    log_call(session, note=note, by=by, now=now)
    task.due_at = later.at
    task.put_off_until = task.put_off_at = task.put_off_by_id = task.put_off_words = None


def _wait(session: Session, task: CallTask, later: Later, *, by: Identity, now: datetime) -> None:
    """Nobody rang: no call is written, only who chose which hour, and when."""
    task.put_off_until, task.put_off_at = later.at, now
    task.put_off_by_id, task.put_off_words = by.person_id, later.words
    note_timeline(
        session,
        town_id=task.town_id,
        kind=EntryKind.CALL_TASK_PUT_OFF,
        at=now,
        by=by,
        person_id=task.about_person_id or task.person_id,
        case_id=task.case_id,
        report_id=task.report_id,
        subject_id=task.id,
        facts={"kind": task.kind.value, "until": later.at.astimezone(UTC).isoformat()},
    )


def _refuse(task: CallTask, later: Later, now: datetime) -> None:
    if task.kind in NEVER_LATER:
        raise InvalidInputError({"when": ["call_cannot_wait"]})
    if later.at <= now:
        raise InvalidInputError({"later_on": ["date_in_past"]})
    if later.at > now + LATEST:
        raise InvalidInputError({"later_on": ["too_far_ahead"]})
    is_untried = later.reason is LaterReason.NOT_TRIED
    if is_untried and later.at > task.due_at and not later.knows_late:
        raise InvalidInputError({"knows_late": ["after_its_hour"]})
