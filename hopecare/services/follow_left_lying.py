"""Somebody took an alert up and left it lying: others on duty are told of it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.owe_emergency_call import owe_emergency_call
from hopecare.services.raise_again import raise_again
from models import Alert

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def follow_left_lying(session: Session, *, alert_id: UUID, by: Actor, now: datetime) -> bool:
    """Take it back, and say whether; of a silence, somebody decides about the emergency number."""
    slot_id = session.get_one(Alert, alert_id).slot_id
    slot = slot_by_id(session, slot_id) if slot_id else None
    alert = raise_again(session, alert_id=alert_id, by=by, now=now)
    if alert.status is not AlertStatus.RAISED:
        return False
    if alert.kind is AlertKind.SILENCE and slot and slot.status is SlotStatus.SILENT:
        owe_emergency_call(session, slot=slot, alert=alert, by=by, now=now)
    return True
