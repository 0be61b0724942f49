"""Agree on another way to ask somebody who wants no more texts: a call, a knock, or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.check_ins import BY_ITSELF, asked_by
from hopecare.reading.ladders import ladder_of
from hopecare.services.end_calls_about_texts import end_calls_about_texts
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.check_ins import AskingWay
    from hopecare.domain.identity import Actor
    from models import CheckInPlan


def choose_way(
    session: Session, *, plan: CheckInPlan, way: AskingWay, by: Actor, now: datetime
) -> CheckInPlan:
    """Write the plan anew with this way; all else stays. The calls that were owed for it end."""
    wish = CheckInWish(
        local_time=plan.local_time,
        zone=plan.zone,
        weekdays=tuple(day for day in WEEKDAYS if day in plan.weekdays),
        channel=BY_ITSELF.get(way),
        asked_by=asked_by(way),
        language=plan.language,
        case_id=plan.case_id,
        asked_person_id=plan.asked_person_id,
        answer_of=plan.answer_of,
        question=plan.question,
        ladder=plan.ladder,
        steps=ladder_of(plan),
        grace_minutes=plan.grace_minutes,
    )
    chosen = plan_check_ins(session, person_id=plan.person_id, wish=wish, by=by, now=now)
    for person_id in {plan.person_id, plan.asked_person_id or plan.person_id}:
        end_calls_about_texts(session, person_id=person_id, by=by, now=now)
    session.flush()
    return chosen
