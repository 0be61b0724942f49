"""Say how an alert ended. Every alert ends in something somebody can count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import AlertEvent, AlertStatus
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alerts import hold_alert
from hopecare.services.move_alert import move_alert
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import AlertEnd
    from hopecare.domain.identity import Actor
    from models import Alert


def resolve_alert(
    session: Session,
    *,
    alert_id: UUID,
    ended_by: AlertEnd,
    note: str | None = None,
    by: Actor,
    now: datetime,
) -> Alert:
    """End it with its outcome and what happened; one that has ended stays as it ended."""
    alert = hold_alert(session, alert_id)
    if alert.status is AlertStatus.RESOLVED:
        return alert
    move_alert(alert, event=AlertEvent.RESOLVED, now=now)
    alert.ended_by, alert.resolved_by_id, alert.note = ended_by, by.person_id, note
    note_timeline(
        session,
        town_id=alert.town_id,
        kind=EntryKind.ALERT_RESOLVED,
        at=now,
        by=by,
        person_id=alert.person_id,
        case_id=alert.case_id,
        subject_id=alert.id,
        facts={"kind": alert.kind.value, "ended_by": ended_by.value},
    )
    return alert
