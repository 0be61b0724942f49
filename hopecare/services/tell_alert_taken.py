"""An alert was taken up: words that have not left are recalled, and who was told hears by whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.alert_answers import AlertResult, round_mark
from hopecare.domain.delivery import MessageKind
from hopecare.queries.alert_replies import words_for
from hopecare.queries.alerts_told import LEFT, alarms_of_alert
from hopecare.queries.message_events import has_come_to
from models import Person
from notifications.folding import FOLDED
from notifications.outbox import About, promise, stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Alert, Message

GATHERS_FOR: Final = timedelta(minutes=1)
"""Several that were taken up within so long are told in one text."""


def tell_alert_taken(session: Session, alert: Alert, *, now: datetime) -> list[UUID]:
    """Tell everybody whom the alert has reached, but for whoever took it; gives whom.

    Once more where it went round again: who has it now is another one, or is back at it.
    """
    told: list[UUID] = []
    for alarm in alarms_of_alert(session, alert.id):
        person_id = alarm.to_person_id
        if stop(session, alarm, code="taken", now=now) or not _has_heard(session, alarm):
            continue
        if person_id in (alert.acknowledged_by_id, *told):
            continue
        told.append(person_id)
    for person_id in told:
        _tell(session, alert, person_id, now)
    return told


def _has_heard(session: Session, alarm: Message) -> bool:
    """Whether its words have gone, by themselves or in one text with others."""
    return alarm.status in LEFT or has_come_to(session, alarm.id, FOLDED)


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
