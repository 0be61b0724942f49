"""Open the check-ins at the door whose moment has come: the slot and its knock together."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.check_in_times import next_due
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import HoldReason
from hopecare.queries.check_ins import due_knocks, rhythm_of
from hopecare.queries.not_to_send import visits_could_harm
from hopecare.queries.town_days import local_day
from hopecare.services.miss_slot import miss_slot
from hopecare.services.move_plan_on import move_plan_on
from hopecare.services.open_slot import open_slot
from hopecare.services.owe_knock import owe_knock
from hopecare.standing_consents import agrees_to

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInPlan, CheckInSlot

log = logging.getLogger(__name__)
TRY_AGAIN_AFTER = timedelta(hours=1)


def open_due_knocks(session: Session, *, limit: int, by: Actor, now: datetime) -> int:
    """Open at most `limit` and say how many there were; one that fails never stops the rest."""
    plans = due_knocks(session, now=now, limit=limit)
    for plan in plans:
        plan_id = plan.id
        try:
            with session.begin_nested():
                _open(session, plan, by=by, now=now)
        except Exception:  # one broken row must never keep the others' doors shut
            log.exception("knock could not be owed", extra={"plan_id": str(plan_id)})
            move_plan_on(session, plan, next_due_at=now + TRY_AGAIN_AFTER)
    session.flush()
    return len(plans)


def _open(session: Session, plan: CheckInPlan, *, by: Actor, now: datetime) -> None:
    """One slot of one plan; without a standing consent the plan waits for it."""
    due_at = plan.next_due_at or now
    today = local_day(session, plan.town_id, now)
    if ConsentPurpose.CHECK_INS not in agrees_to(session, plan.person_id, today):
        move_plan_on(session, plan, next_due_at=next_due(rhythm_of(plan), after=now))
        return
    slot = open_slot(session, plan, due_at)
    held = _why_not(session, slot, plan, today=today, now=now)
    if held is None:
        owe_knock(session, slot=slot, plan=plan, by=by, now=now)
    else:
        miss_slot(session, slot=slot, code=held, by=by, now=now)


def _why_not(
    session: Session, slot: CheckInSlot, plan: CheckInPlan, *, today: date, now: datetime
) -> str | None:
    """Why nobody knocks today: it is too late, or a visit could harm them; staff ring instead."""
    if now >= slot.due_at + timedelta(minutes=plan.grace_minutes):
        return "too_late"
    is_unsafe = visits_could_harm(session, [plan.person_id], on=today)
    return HoldReason.UNSAFE.value if is_unsafe else None
