"""Owe a call that asks until when one may object to what a referral came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ApplicationStatus, CaseStatus
from hopecare.queries.answer_day_calls import find_last_day, last_day_key
from hopecare.queries.applications import find_application_of
from hopecare.queries.cases import case_by_id
from hopecare.queries.office_calls import office_to_ask
from hopecare.queries.town_days import local_day
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Referral


def ask_last_day(
    session: Session, referral: Referral, *, by: Actor, now: datetime
) -> CallTask | None:
    """Ring the office, or the person, once an answer.

    What was handed in asks for the day of its own decision.
    Where no programme stands behind it, there is no law by which to object: a food bank says no.
    """
    applied = find_application_of(session, referral.id)
    is_handed_in = applied is not None and applied.status is not ApplicationStatus.PREPARING
    is_free = referral.programme is None
    if is_free or is_handed_in or find_last_day(session, referral.id) is not None:
        return None
    case = case_by_id(session, referral.case_id)
    if case.status is CaseStatus.CLOSED:
        return None  # whoever hears of the late answer looks into it, and opens the case again
    today = local_day(session, referral.town_id, now)
    office = office_to_ask(session, referral.id, on=today)
    owed = OwedCall(
        kind=CallTaskKind.DEADLINE_NEAR,
        dedup_key=last_day_key(referral.id),
        due_at=now,
        person_id=None if office else referral.person_id,
        about_person_id=referral.person_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words=office,
        recurs=True,
    )
    return open_call_task(session, town_id=referral.town_id, owed=owed, by=by, now=now)
