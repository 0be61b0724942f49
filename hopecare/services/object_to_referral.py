"""Object to an office's decision: the referral is with the office again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError
from hopecare.queries.applications import find_contestable_of
from hopecare.queries.contested_decisions import decision_on
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.contest_referral import Objection, contest_referral
from hopecare.services.hold_people import hold_people
from hopecare.services.object_to_decision import object_to_decision

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def object_to_referral(  # noqa: PLR0913  an objection has words, and two days that others named
    session: Session,
    *,
    referral_id: UUID,
    by: Actor,
    now: datetime,
    words: str | None = None,
    due_on: date | None = None,
    told_on: date | None = None,
) -> Referral:
    """Open a decided referral again; it goes to the office anew, so consent must still stand.

    An objection names the day on which the person was told: `told_on`, else the one that is known.
    Where another office has the service now, it is referred anew instead. What was applied for
    with it, and decided so that one may object, is contested by the same objection.
    """
    hold_people(session, referral_by_id(session, referral_id).person_id, lets_rows_come=True)
    referral = referral_by_id(session, referral_id, alone=True)
    today = local_day(session, referral.town_id, now)
    applied = find_contestable_of(session, referral.id)
    against = decision_on(session, referral, applied)
    if told_on is not None:
        _refuse_day(told_on, against.decided_on, today)
        against = replace(against, told_on=told_on)
        if applied is not None and applied.notice_on is None:
            applied.notice_on = told_on
    objection = Objection(against=against, on=today, words=words, due_on=due_on)
    contest_referral(session, referral, objection, by=by, now=now)
    if applied is not None:
        object_to_decision(
            session, application_id=applied.id, objected_on=today, due_on=due_on, by=by, now=now
        )
    return referral


def _refuse_day(told_on: date, decided_on: date | None, today: date) -> None:
    if told_on > today:
        raise InvalidInputError({"told_on": ["date_in_future"]})
    if decided_on is not None and told_on < decided_on:
        raise InvalidInputError({"told_on": ["before_decision"]})
