"""A pause that took this day was taken back on it: nobody stays unasked today without a word.

Where nothing of today was asked, it is asked yet, if the plan's grace allows; else, or where a
question was out already and the pause ended it, a person rings, one call a person and day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.care_path import SlotStatus
from hopecare.queries.check_ins import questions_left_at
from hopecare.queries.rested_days import slots_of_day
from hopecare.services.miss_slot import miss_slot
from hopecare.services.move_plan_on import move_plan_on
from hopecare.services.open_slot import open_slot
from hopecare.services.owe_missed_question import owe_missed_question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInPlan, CheckInSlot


def take_up_rested_day(
    session: Session, plan: CheckInPlan, *, moment: datetime, by: Actor, now: datetime
) -> None:
    """Ask at the next look what this moment of today left out, or owe a call for it."""
    slots = slots_of_day(session, plan, now)
    if any(slot.status is not SlotStatus.CANCELLED for slot in slots):
        return  # it was answered, or somebody follows it
    was_out = _first_that_left(session, slots)
    if was_out is not None:
        owe_missed_question(session, slot=was_out, plan=plan, by=by, now=now)
    elif moment not in [slot.due_at for slot in slots if slot.plan_id == plan.id]:
        move_plan_on(session, plan, next_due_at=moment)
    elif now < moment + timedelta(minutes=plan.grace_minutes):
        # A plan's moment exists once, and this one's question was taken back.
        move_plan_on(session, plan, next_due_at=now)
    else:
        slot = open_slot(session, plan, now)
        miss_slot(session, slot=slot, code="too_late", by=by, now=now)


def _first_that_left(session: Session, slots: Sequence[CheckInSlot]) -> CheckInSlot | None:
    """The first whose question was out, or at whose door somebody was to knock."""
    left = questions_left_at(session, [slot.id for slot in slots])
    return next((slot for slot in slots if slot.asked_at or slot.id in left), None)
