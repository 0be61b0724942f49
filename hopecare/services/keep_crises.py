"""Whoever comes back is responsible again for what nobody took meanwhile: nobody else is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.leave_crises import BY
from models import CallTask, Crisis

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def keep_crises(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Cancel the calls for somebody who takes their crises."""
    theirs = select(Crisis.case_id).where(
        Crisis.responsible_id == person_id, Crisis.ended_at.is_(None)
    )
    waits = select(CallTask.id).where(
        CallTask.case_id.in_(theirs),
        CallTask.kind == CallTaskKind.CRISIS_HANDED,
        CallTask.owner_id.is_(None),
        CallTask.status == CallTaskStatus.OPEN,
    )
    for task_id in session.scalars(waits).all():
        finish_call_task(session, task_id=task_id, outcome=None, by=BY, now=now)
