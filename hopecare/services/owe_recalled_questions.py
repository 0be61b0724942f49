"""A merge is taken back: whose question of today it had recalled is rung instead."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.domain.check_in_times import is_in_pause
from hopecare.domain.consent import ConsentPurpose
from hopecare.queries.check_ins import plan_by_id
from hopecare.queries.consents import find_standing_consent
from hopecare.queries.heard_of import was_heard_of
from hopecare.queries.merged_questions import questions_recalled_by
from hopecare.queries.stoppable import has_died
from hopecare.services.owe_missed_question import owe_missed_question

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, CheckInPlan, CheckInSlot, Merge


def owe_recalled_questions(
    session: Session, merge: Merge, *, by: Actor, now: datetime
) -> list[CallTask]:
    """Owe the call to each whose plan stands, and of whom nobody has heard today."""
    owed = []
    for slot in questions_recalled_by(session, merge):
        plan = plan_by_id(session, slot.plan_id)
        if _is_missed(session, slot, plan, now):
            owed.append(owe_missed_question(session, slot=slot, plan=plan, by=by, now=now))
    return owed


def _is_missed(session: Session, slot: CheckInSlot, plan: CheckInPlan, now: datetime) -> bool:
    zone = ZoneInfo(plan.zone)
    today = now.astimezone(zone).date()
    if slot.due_at.astimezone(zone).date() != today or plan.ended_at is not None:
        return False
    if is_in_pause(today, plan.paused_from, plan.paused_until) or has_died(session, slot.person_id):
        return False
    asks = ConsentPurpose.CHECK_INS
    if not find_standing_consent(session, person_id=slot.person_id, purpose=asks, now=now):
        return False
    starts, ends = (datetime.combine(today, each, tzinfo=zone) for each in (time.min, time.max))
    return not was_heard_of(session, slot.person_id, since=starts, until=ends)
