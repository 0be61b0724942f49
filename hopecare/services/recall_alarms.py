"""Recall the words of an alert that have not left, and say whom the others have reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.alerts_told import LEFT, alarms_of_alert
from hopecare.queries.message_events import has_come_to
from notifications.folding import FOLDED
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Alert, Message


def recall_alarms(session: Session, alert: Alert, *, code: str, now: datetime) -> list[UUID]:
    """Give each person who has heard of it, once, in the order they were told."""
    heard: dict[UUID, None] = {}
    for alarm in alarms_of_alert(session, alert.id):
        if not stop(session, alarm, code=code, now=now) and _has_heard(session, alarm):
            heard[alarm.to_person_id] = None
    return list(heard)


def _has_heard(session: Session, alarm: Message) -> bool:
    """Whether its words have gone, by themselves or in one text with others."""
    return alarm.status in LEFT or has_come_to(session, alarm.id, FOLDED)
