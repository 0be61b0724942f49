"""Owe a call that asks by when an office answers, where no day of a law is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.queries.answer_day_calls import day_key
from hopecare.queries.applications_along import office_awaited
from hopecare.queries.office_calls import office_to_ask
from hopecare.queries.silent_referrals import ANSWERS, find_at_once_call
from hopecare.queries.town_days import local_day
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.clocks import ClockKind
    from hopecare.domain.identity import Actor
    from models import Application, CallTask, Case


def ask_answer_day(
    session: Session,
    case: Case,
    application: Application,
    kind: ClockKind,
    *,
    by: Actor,
    now: datetime,
) -> CallTask:
    """Once a clock: the office is rung, or else the person, who knows where it lies.

    An office that is rung the same day about an emergency is asked by that very call.
    """
    today = local_day(session, case.town_id, now)
    office = (
        office_awaited(session, application, on=today)
        if kind in ANSWERS
        else office_to_ask(session, application.referral_id, on=today)
    )
    if office and application.referral_id and kind in ANSWERS:
        at_once = find_at_once_call(session, application.referral_id)
        if at_once is not None:
            return at_once
    owed = OwedCall(
        kind=CallTaskKind.DEADLINE_NEAR,
        dedup_key=day_key(application.id, kind),
        due_at=now,
        person_id=None if office else case.resident_id,
        about_person_id=case.resident_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words=office,
        recurs=True,
    )
    return open_call_task(session, town_id=case.town_id, owed=owed, by=by, now=now)
