"""A check-in is not asked by machine today: a person asks instead, once a person and day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.calls import CallTaskKind
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, CheckInPlan, CheckInSlot

SAME_DAY: Final = timedelta(hours=2)


def owe_missed_question(
    session: Session, *, slot: CheckInSlot, plan: CheckInPlan, by: Actor, now: datetime
) -> CallTask:
    """Owe the call, by tonight at the latest; whoever sees it second finds it owed."""
    local = now.astimezone(ZoneInfo(plan.zone))
    owed = OwedCall(
        kind=CallTaskKind.NOT_ASKED,
        dedup_key=f"not_asked:{slot.person_id}:{local.date()}",
        due_at=min(now + SAME_DAY, local.replace(hour=23, minute=59, second=0, microsecond=0)),
        person_id=plan.asked_person_id or slot.person_id,
        about_person_id=slot.person_id,
        case_id=plan.case_id,
        slot_id=slot.id,
    )
    return open_call_task(session, town_id=slot.town_id, owed=owed, by=by, now=now)
