"""Somebody took a silence up and has not said how it ended: a person decides what is done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.owe_emergency_call import owe_emergency_call
from models import Alert

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask


def follow_taken_silence(
    session: Session, *, alert_id: UUID, by: Actor, now: datetime
) -> CallTask | None:
    """Owe the taker the call that decides about the emergency number; overdue, others hear of it.

    None where it has ended meanwhile.
    """
    alert = session.get_one(Alert, alert_id)
    if alert.slot_id is None:
        return None
    slot = slot_by_id(session, alert.slot_id)
    session.refresh(alert)
    if alert.status is not AlertStatus.ACKNOWLEDGED or slot.status is not SlotStatus.SILENT:
        return None
    return owe_emergency_call(session, slot=slot, alert=alert, by=by, now=now)
