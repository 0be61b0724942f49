"""Nobody has to agree on another way any more: the calls that were owed for it end."""

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


def end_calls_about_texts(session: Session, *, person_id: UUID, by: Actor, now: datetime) -> None:
    """End them, whoever had taken them."""
    owed = select(CallTask.id).where(
        CallTask.person_id == person_id,
        CallTask.kind == CallTaskKind.TEXTS_STOPPED,
        CallTask.status == CallTaskStatus.OPEN,
    )
    for task_id in session.scalars(owed).all():
        finish_call_task(session, task_id=task_id, outcome=None, by=by, now=now)
