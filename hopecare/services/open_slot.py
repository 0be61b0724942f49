"""Open one check-in of a plan, and move the plan on to its next moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import SLOT
from hopecare.domain.check_in_times import next_due
from hopecare.queries.check_ins import rhythm_of
from hopecare.services.move_plan_on import move_plan_on
from models import CheckInSlot

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import CheckInPlan


def open_slot(session: Session, plan: CheckInPlan, due_at: datetime) -> CheckInSlot:
    """Open the check-in of this moment; the plan waits for its next one from here on."""
    slot = CheckInSlot(
        town_id=plan.town_id,
        plan_id=plan.id,
        person_id=plan.person_id,
        due_at=due_at,
        status=SLOT.start,
    )
    session.add(slot)
    session.flush()
    move_plan_on(session, plan, next_due_at=next_due(rhythm_of(plan), after=due_at))
    return slot
