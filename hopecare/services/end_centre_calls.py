"""Their own centre looks after a volunteer's district again: nobody rings about another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.queries.call_causes import owed_for
from hopecare.services.finish_call_task import finish_call_task
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def end_centre_calls(session: Session, *, person_id: UUID, by: Actor, now: datetime) -> None:
    """Call off what is owed since they live where another centre helps: passed on, or back."""
    owed = select(CallTask.id).where(
        CallTask.kind == CallTaskKind.CONFIRM_MOVE,
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.person_id == person_id,
        owed_for([f"other_centre:{person_id}"]),
    )
    for call_id in session.scalars(owed.order_by(CallTask.id)).all():
        finish_call_task(session, task_id=call_id, outcome=None, by=by, now=now)
