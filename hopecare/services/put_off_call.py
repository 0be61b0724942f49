"""They were not reached, or it was not a good time: ring later, and never forget it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.calls import CallDirection
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.later_calls import LATEST, NEVER_LATER, OUTCOMES
from hopecare.errors import InvalidInputError, NotFoundError, StaleVersionError
from hopecare.services.log_call import CallNote, log_call
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.later_calls import LaterReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """When it is tried again, and why not now."""

    at: datetime
    reason: LaterReason
    words: str | None = None


def put_off_call(
    session: Session, *, task_id: UUID, version: int, later: Later, by: Identity, now: datetime
) -> CallTask:
    """Write the try down and move the call to its hour; a call that is done stays as it is.

    What cannot wait is refused, and so is an hour that has passed or lies months ahead.
    """
    task = session.get(CallTask, task_id, with_for_update=True, populate_existing=True)
    if task is None:
        raise NotFoundError(call_task_id=task_id)
    if task.status is not CallTaskStatus.OPEN:
        return task
    if task.version != version:
        raise StaleVersionError(call_task_id=task_id, version=task.version)
    _refuse(task, later, now)
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
    session.flush()
    return task


def _refuse(task: CallTask, later: Later, now: datetime) -> None:
    if task.kind in NEVER_LATER:
        raise InvalidInputError({"when": ["call_cannot_wait"]})
    if later.at <= now:
        raise InvalidInputError({"later_on": ["date_in_past"]})
    if later.at > now + LATEST:
        raise InvalidInputError({"later_on": ["too_far_ahead"]})
