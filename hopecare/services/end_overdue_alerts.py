"""The calls an alert was about are made, or owed no more: the alert ends by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertEnd
from hopecare.queries.alerts_told import alarms_of_alert
from hopecare.queries.overdue_calls import open_overdue_alerts, overdue_calls
from hopecare.services.resolve_alert import resolve_alert
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Alert


def end_overdue_alerts(session: Session, *, town_id: UUID, by: Actor, now: datetime) -> list[Alert]:
    """End each alert whose calls were made; words about it that have not left stay here."""
    made = [each for each in open_overdue_alerts(session, town_id=town_id) if _made(session, each)]
    for alert in made:
        resolve_alert(session, alert_id=alert.id, ended_by=AlertEnd.HELPED, by=by, now=now)
        for words in alarms_of_alert(session, alert.id):
            stop(session, words, code="rung", now=now)
    return made


def _made(session: Session, alert: Alert) -> bool:
    """Whether nothing is owed any more of what was overdue when it was raised."""
    then = overdue_calls(
        session,
        town_id=alert.town_id,
        centre_id=alert.centre_id,
        now=alert.raised_at,
        anyhow=True,
    )
    return not then.count
