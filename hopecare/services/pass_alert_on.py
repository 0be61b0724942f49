"""Nobody has taken an alert up yet: the next who may is told as well, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.care_path import AlertStatus
from hopecare.domain.escalation import PASS_ON_AFTER
from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from hopecare.queries.duty import all_who_take_alerts
from hopecare.services.note_timeline import note_timeline
from hopecare.services.tell_staff import tell_staff
from models import Alert, Message

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def pass_alert_on(session: Session, *, alert_id: UUID, by: Actor, now: datetime) -> UUID | None:
    """Tell the next one; None where it was taken up, is still fresh, or everybody knows."""
    alert = session.get(Alert, alert_id, with_for_update=True, populate_existing=True)
    if alert is None:
        raise NotFoundError(alert_id=alert_id)
    if alert.status is not AlertStatus.RAISED or _last_told_at(session, alert) > (
        now - PASS_ON_AFTER
    ):
        return None
    next_id = _next(session, alert, now=now)
    if next_id is None:
        return None
    tell_staff(session, alert, to_person_id=next_id, now=now)
    note_timeline(
        session,
        town_id=alert.town_id,
        kind=EntryKind.ALERT_RAISED,
        at=now,
        by=by,
        person_id=alert.person_id,
        case_id=alert.case_id,
        report_id=alert.report_id,
        subject_id=alert.id,
        facts={"kind": alert.kind.value, "passed_on_to": str(next_id)},
    )
    return next_id


def _last_told_at(session: Session, alert: Alert) -> datetime:
    """When somebody was told of it last."""
    newest = select(func.max(Message.created_at)).where(Message.alert_id == alert.id)
    told_at = session.scalar(newest)
    return told_at or alert.raised_at


def _next(session: Session, alert: Alert, *, now: datetime) -> UUID | None:
    """The first who has not been told."""
    told = set(session.scalars(select(Message.to_person_id).where(Message.alert_id == alert.id)))
    everybody = all_who_take_alerts(
        session, town_id=alert.town_id, centre_id=alert.centre_id, at=now
    )
    return next((person_id for person_id in everybody if person_id not in told), None)
