"""Take back what somebody was asked because of a crisis: another was asked, or it is over."""

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
    from models import Crisis


def end_crisis_calls(
    session: Session, crisis: Crisis, *, owner_id: UUID | None = None, by: Actor, now: datetime
) -> None:
    """Cancel what waits for a yes or a no; with an owner, only what waits for theirs."""
    waits = select(CallTask.id).where(
        CallTask.case_id == crisis.case_id,
        CallTask.kind == CallTaskKind.CRISIS_HANDED,
        CallTask.status == CallTaskStatus.OPEN,
    )
    if owner_id is not None:
        waits = waits.where(CallTask.owner_id == owner_id)
    for task_id in session.scalars(waits).all():
        finish_call_task(session, task_id=task_id, outcome=None, by=by, now=now)
