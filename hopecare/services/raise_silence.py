"""Raise the alert of a check-in's silence, once; everybody on duty gets a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertKind
from hopecare.services.raise_alert import Cause, raise_alert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Alert, CheckInPlan, CheckInSlot


def raise_silence(
    session: Session,
    *,
    slot: CheckInSlot,
    plan: CheckInPlan,
    again: bool = False,
    by: Actor,
    now: datetime,
) -> Alert:
    """Raise it, or give back the one that stands; `again`, anew where it has ended."""
    cause = Cause(
        dedup_key=f"silence:{slot.id}",
        person_id=slot.person_id,
        case_id=plan.case_id,
        slot_id=slot.id,
        recurs=again,
    )
    kind = AlertKind.SILENCE
    return raise_alert(session, town_id=slot.town_id, kind=kind, cause=cause, by=by, now=now)
