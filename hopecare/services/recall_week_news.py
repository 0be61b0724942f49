"""A missed day is called off: what the resident was still to hear of it is not said any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus, MessageStatus
from hopecare.queries.call_causes import owed_for
from hopecare.services.finish_call_task import finish_call_task
from models import CallTask, Message
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import MissedWeek


def recall_week_news(session: Session, missed: MissedWeek, *, by: Actor, now: datetime) -> None:
    """Drop each call that nobody has made, and the text that has not left."""
    about = f"missed_week:{missed.id}"
    owed = select(CallTask.id).where(
        CallTask.town_id == missed.town_id,
        CallTask.status == CallTaskStatus.OPEN,
        owed_for([f"{about}:nobody", f"{about}:taken"]),
    )
    for call_id in session.scalars(owed.order_by(CallTask.id)).all():
        finish_call_task(session, task_id=call_id, outcome=None, by=by, now=now)
    waiting = select(Message).where(
        Message.town_id == missed.town_id,
        Message.dedup_key == f"{about}:nobody",
        Message.status == MessageStatus.PENDING,
    )
    for text in session.scalars(waiting).all():
        stop(session, text, code="taken_back", now=now)
