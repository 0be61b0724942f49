"""Somebody takes an alert up, by page, text or key: the others know that it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertEvent, AlertStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alert_calls import hold_calls_of
from hopecare.queries.alerts import hold_alert
from hopecare.services.move_alert import move_alert
from hopecare.services.note_timeline import note_timeline
from hopecare.services.tell_alert_taken import tell_alert_taken

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Alert


def acknowledge_alert(
    session: Session,
    *,
    alert_id: UUID,
    by: Actor,
    now: datetime,
    taker_id: UUID | None = None,
    way: ReplyWay = ReplyWay.PAGE,
) -> Alert:
    """Write who takes it up, with the call about the emergency number; the second changes nothing.

    `taker_id` says who answered, where a network handed the answer over.
    """
    alert = hold_alert(session, alert_id)
    if alert.status is not AlertStatus.RAISED:
        return alert
    move_alert(alert, event=AlertEvent.ACKNOWLEDGED, now=now)
    alert.acknowledged_at = now
    alert.acknowledged_by_id = taker_id or by.person_id
    _take_emergency_call(session, alert)
    note_timeline(
        session,
        town_id=alert.town_id,
        kind=EntryKind.ALERT_ACKNOWLEDGED,
        at=now,
        by=by,
        person_id=alert.person_id,
        case_id=alert.case_id,
        subject_id=alert.id,
        facts={
            "kind": alert.kind.value,
            "way": None if way is ReplyWay.PAGE else way.value,
            "taken_by": str(taker_id) if taker_id else None,
        },
    )
    tell_alert_taken(session, alert, now=now)
    return alert


def _take_emergency_call(session: Session, alert: Alert) -> None:
    """Let whoever takes it decide about the emergency number, unless somebody does already."""
    for call in hold_calls_of(session, alert):
        if call.kind is CallTaskKind.EMERGENCY and call.owner_id is None:
            call.owner_id = alert.acknowledged_by_id
