"""Nobody is looked for any more who steers a case: somebody does, or it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.services.finish_call_task import finish_call_task
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def end_left_calls(session: Session, case_id: UUID, *, by: Actor, now: datetime) -> None:
    """Cancel the call that its centre was owed when its owner left."""
    waits = select(CallTask.id).where(
        CallTask.case_id == case_id,
        CallTask.kind == CallTaskKind.CASE_LEFT,
        CallTask.status == CallTaskStatus.OPEN,
    )
    for task_id in session.scalars(waits).all():
        finish_call_task(session, task_id=task_id, outcome=None, by=by, now=now)
