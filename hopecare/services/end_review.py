"""Somebody has read a text or a call that came in: write who and when, and owe no look any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.alerts import REVIEW
from hopecare.domain.care_path import CallTaskStatus
from hopecare.queries.call_causes import owed_for
from hopecare.services.finish_call_task import finish_call_task
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import InboundMessage


def end_review(session: Session, *, row: InboundMessage, by: Actor, now: datetime) -> None:
    """Write it down, and end the call that was owed for reading it."""
    row.reviewed_at, row.reviewed_by_id = now, by.person_id
    owed = select(CallTask.id).where(
        owed_for([f"{REVIEW}{row.id}"]), CallTask.status == CallTaskStatus.OPEN
    )
    for task_id in session.scalars(owed).all():
        finish_call_task(session, task_id=task_id, outcome=None, by=by, now=now)
