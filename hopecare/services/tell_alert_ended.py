"""An alert has ended by itself: words that have not left are recalled, and who was told hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alert_answers import AlertResult
from hopecare.domain.delivery import MessageKind
from hopecare.queries.alert_replies import words_for
from hopecare.services.recall_alarms import recall_alarms
from models import Person
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Alert


def tell_alert_ended(session: Session, alert: Alert, *, by: Actor, now: datetime) -> list[UUID]:
    """Tell everybody whom the alert has reached, but for whoever ended it; gives whom."""
    reached = recall_alarms(session, alert, code="alert_ended", now=now)
    told = [person_id for person_id in reached if person_id != by.person_id]
    for person_id in told:
        _tell(session, alert, person_id, now)
    return told


def _tell(session: Session, alert: Alert, person_id: UUID, now: datetime) -> None:
    reader = session.get_one(Person, person_id)
    promise(
        session,
        town_id=alert.town_id,
        kind=MessageKind.ALERT_NEWS,
        to_person_id=person_id,
        dedup_key=f"alert_ended:{alert.id}:{person_id}",
        words=words_for(session, alert, AlertResult.ENDED, language=reader.language),
        about=About(case_id=alert.case_id, alert_id=alert.id),
        language=reader.language,
        now=now,
    )
