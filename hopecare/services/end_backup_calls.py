"""Somebody is backup no more, or could step in again: nobody rings about it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import not_, select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.queries.call_causes import owed_for
from hopecare.services.finish_call_task import finish_call_task
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def end_backup_calls(
    session: Session, *, backup_id: UUID, but: str | None = None, by: Actor, now: datetime
) -> None:
    """Call off what is owed about this backup, but for one cause."""
    owed = select(CallTask.id).where(
        CallTask.status == CallTaskStatus.OPEN, owed_for([f"backup_cannot:{backup_id}"])
    )
    if but is not None:
        owed = owed.where(not_(owed_for([but])))
    for call_id in session.scalars(owed.order_by(CallTask.id)).all():
        finish_call_task(session, task_id=call_id, outcome=None, by=by, now=now)
