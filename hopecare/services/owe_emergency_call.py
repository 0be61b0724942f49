"""The last rung: a person decides about the emergency number, rings it, and writes it down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Alert, CallTask, CheckInSlot


def owe_emergency_call(
    session: Session, *, slot: CheckInSlot, alert: Alert, by: Actor, now: datetime
) -> CallTask:
    """Owe it at once, once a check-in, to whoever took the alert up; HopeCare itself never rings.

    The number is the country's own, and stands on the call's page.
    """
    owed = OwedCall(
        kind=CallTaskKind.EMERGENCY,
        dedup_key=f"emergency:{slot.id}",
        due_at=now,
        person_id=slot.person_id,
        case_id=alert.case_id,
        slot_id=slot.id,
        owner_id=alert.acknowledged_by_id,
        centre_id=alert.centre_id,
    )
    return open_call_task(session, town_id=slot.town_id, owed=owed, by=by, now=now)
