"""Ask an office what came of a referral, or once more for its answer: each month until it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.silent_referrals import (
    asked_by_clock,
    is_unfinished,
    silent_calls_of,
    silent_day_key,
)
from hopecare.queries.town_days import local_day
from hopecare.services.lengthen_links import lengthen_links
from hopecare.services.owe_office_call import OfficeCall, owe_office_call

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def chase_outcome(session: Session, *, referral_id: UUID, by: Actor, now: datetime) -> Referral:
    """Owe it once, by the town's own day; its links open on, and an outcome takes the call back.

    Where a clock of the law asked the office already, or a call still waits, that is the one, and
    the month counts from it.
    """
    asked = referral_by_id(session, referral_id)
    case_by_id(session, asked.case_id, alone=True)  # as the clock of its application does
    referral = referral_by_id(session, referral_id, alone=True)
    today = local_day(session, referral.town_id, now)
    if not is_unfinished(session, referral, today=today):
        return referral
    asked_on = asked_by_clock(session, referral, today=today)
    referral.chased_on = asked_on or today
    lengthen_links(session, referral, now=now)
    if asked_on is None and not silent_calls_of(session, referral.id):
        owed = OfficeCall(
            kind=CallTaskKind.REFERRAL_SILENT, key=silent_day_key(referral), recurs=True
        )
        owe_office_call(session, referral, owed, by=by, now=now)
    session.flush()
    return referral
