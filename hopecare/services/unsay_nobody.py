"""Whoever usually comes does come on a missed day: a resident who heard that nobody can is rung."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import REACHED
from hopecare.domain.care_path import MessageStatus
from hopecare.queries.call_causes import owed_for
from hopecare.services.owe_week_call import owe_week_call
from models import CallTask, Message

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, MissedWeek


def unsay_nobody(
    session: Session, case: Case, missed: MissedWeek, *, by: Actor, now: datetime
) -> CallTask | None:
    """Owe the call where they were told; the day was called off, and what waited is recalled."""
    key = f"missed_week:{missed.id}:nobody"
    texted = select(Message.id).where(
        Message.town_id == missed.town_id,
        Message.dedup_key == key,
        Message.status != MessageStatus.STOPPED,
    )
    rung = select(CallTask.id).where(
        CallTask.town_id == missed.town_id,
        CallTask.outcome.in_(REACHED),
        owed_for([key]),
    )
    if session.scalar(texted.limit(1)) is None and session.scalar(rung.limit(1)) is None:
        return None
    return owe_week_call(session, case, missed, what="after_all", by=by, now=now)
