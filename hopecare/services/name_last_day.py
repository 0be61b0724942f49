"""Write down until when one may object to what a referral came to: the clock runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallOutcome
from hopecare.domain.clocks import ClockKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.answer_day_calls import find_last_day, may_be_objected_to, open_day_calls
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.check_named_day import check_named_day
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.start_clock import ClockStart, start_clock

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.outcomes import AnswerDoor
    from models import Referral


def name_last_day(  # noqa: PLR0913  a day, what its notice says, and how that reached us
    session: Session,
    *,
    referral_id: UUID,
    due_on: date,
    notice_on: date | None = None,
    door: AnswerDoor | None = None,
    named_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Referral:
    """As the notice says, counted from the day they were told; the call that asked is done.

    The clock keeps how and when it reached us.
    """
    case = case_by_id(session, referral_by_id(session, referral_id).case_id, alone=True)
    referral = referral_by_id(session, referral_id, alone=True)
    if not may_be_objected_to(referral) or find_last_day(session, referral.id) is not None:
        raise MoveNotAllowedError(
            machine="referral", status=referral.status, event="last_day_named"
        )
    today = local_day(session, case.town_id, now)
    check_named_day(due_on, today=today)
    told_on = referral.outcome_on or referral.answered_on or today
    _refuse_notice(notice_on, told_on, today)
    start = ClockStart(
        kind=ClockKind.OBJECTION,
        started_on=notice_on or told_on,
        programme=referral.programme,
        entered_on=due_on,
        door=door,
        named_on=named_on,
        referral_id=referral.id,
    )
    start_clock(session, case, start, now=now)
    for task in open_day_calls(session, referral.id):
        finish_call_task(session, task_id=task.id, outcome=CallOutcome.SPOKE, by=by, now=now)
    session.flush()
    return referral


def _refuse_notice(notice_on: date | None, told_on: date, today: date) -> None:
    if notice_on is None:
        return
    if notice_on > today:
        raise InvalidInputError({"notice_on": ["date_in_future"]})
    if notice_on < told_on:
        raise InvalidInputError({"notice_on": ["before_decision"]})
