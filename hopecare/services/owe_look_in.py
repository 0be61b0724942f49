"""Nobody of those who may look in can be sent, and staff think that somebody is: a call is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.language.look_in_calls import nobody_was_sent
from hopecare.queries.town_readers import reader_of_town
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, CheckInPlan, CheckInSlot


def owe_look_in(
    session: Session, *, slot: CheckInSlot, plan: CheckInPlan, by: Actor, now: datetime
) -> CallTask:
    """Owe it now, once a check-in; it ends with the check-in."""
    reader = reader_of_town(session, slot.town_id, now=now, is_staff=True)
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"nobody_sent:{slot.id}",
        due_at=now,
        person_id=slot.person_id,
        case_id=plan.case_id,
        slot_id=slot.id,
        words=nobody_was_sent(reader),
    )
    return open_call_task(session, town_id=slot.town_id, owed=owed, by=by, now=now)
