"""Look at a referral whose day is over: nobody answered, and one call asks the office why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.silent_referrals import is_silent
from hopecare.queries.town_days import local_day
from hopecare.services.miss_referral_answer import miss_referral_answer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def follow_silence(session: Session, *, referral_id: UUID, by: Actor, now: datetime) -> Referral:
    """Say it once, by the town's own day; an answer that came meanwhile changes nothing."""
    asked = referral_by_id(session, referral_id)
    case_by_id(session, asked.case_id, alone=True)  # as the clock of its application does
    referral = referral_by_id(session, referral_id, alone=True)
    if is_silent(session, referral, today=local_day(session, referral.town_id, now)):
        miss_referral_answer(session, referral_id=referral.id, by=by, now=now)
    return referral
