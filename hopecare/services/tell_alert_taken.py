"""An alert was taken up: words that have not left are recalled, and who was told hears by whom."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from hopecare.domain.alert_answers import AlertResult, round_mark
from hopecare.domain.delivery import MessageKind
from hopecare.queries.alert_replies import words_for
from hopecare.services.recall_alarms import recall_alarms
from hopecare.services.tell_apart import tell_apart
from models import Person
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Alert

GATHERS_FOR: Final = timedelta(minutes=1)
"""Several that were taken up within so long are told in one text."""


def tell_alert_taken(session: Session, alert: Alert, *, now: datetime) -> list[UUID]:
    """Tell everybody whom the alert has reached, but for whoever took it; gives whom.

    Once more where it went round again: who has it now is another one, or is back at it.
    """
    reached = recall_alarms(session, alert, code="taken", now=now)
    told = [person_id for person_id in reached if person_id != alert.acknowledged_by_id]
    for person_id in told:
        tell_apart(session, person_id, partial(_tell, session, alert, person_id, now))
    return told


def _tell(session: Session, alert: Alert, person_id: UUID, now: datetime) -> None:
    reader = session.get_one(Person, person_id)
    promise(
        session,
        town_id=alert.town_id,
        kind=MessageKind.ALERT_NEWS,
        to_person_id=person_id,
        dedup_key=f"alert_taken:{alert.id}:{person_id}{round_mark(alert.acknowledged_at)}",
        words=words_for(session, alert, AlertResult.TAKEN, language=reader.language),
        about=About(case_id=alert.case_id, alert_id=alert.id),
        language=reader.language,
        not_before=now + GATHERS_FOR,
        now=now,
    )
