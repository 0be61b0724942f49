"""A missed day is called off, or taken: what the resident was still to hear is said no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import MessageStatus
from hopecare.queries.week_news import open_week_news
from hopecare.services.finish_call_task import finish_call_task
from models import Message
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import MissedWeek


def recall_week_news(session: Session, missed: MissedWeek, *, by: Actor, now: datetime) -> None:
    """Drop each call that nobody has made, and the text that has not left."""
    for call in open_week_news(session, missed):
        finish_call_task(session, task_id=call.id, outcome=None, by=by, now=now)
    waiting = select(Message).where(
        Message.town_id == missed.town_id,
        Message.dedup_key == f"missed_week:{missed.id}:nobody",
        Message.status == MessageStatus.PENDING,
    )
    for text in session.scalars(waiting).all():
        stop(session, text, code="taken_back", now=now)
