"""Somebody takes an alert up: the others know that it is being looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import AlertEvent, AlertStatus
from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from hopecare.services.move_alert import move_alert
from hopecare.services.note_timeline import note_timeline
from models import Alert

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def acknowledge_alert(session: Session, *, alert_id: UUID, by: Actor, now: datetime) -> Alert:
    """Write who takes it up; whoever comes second changes nothing."""
    alert = session.get(Alert, alert_id, with_for_update=True, populate_existing=True)
    if alert is None:
        raise NotFoundError(alert_id=alert_id)
    if alert.status is not AlertStatus.RAISED:
        return alert
    move_alert(alert, event=AlertEvent.ACKNOWLEDGED, now=now)
    alert.acknowledged_at, alert.acknowledged_by_id = now, by.person_id
    note_timeline(
        session,
        town_id=alert.town_id,
        kind=EntryKind.ALERT_ACKNOWLEDGED,
        at=now,
        by=by,
        person_id=alert.person_id,
        case_id=alert.case_id,
        subject_id=alert.id,
        facts={"kind": alert.kind.value},
    )
    return alert
