"""Look whether a day can be the one on which an office answered a referral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.town_days import local_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models import Referral


def check_answer_day(
    session: Session, referral: Referral, answered_on: date, now: datetime
) -> dict[str, list[str]]:
    """Give what is wrong with it: it is never before the referral, and never in the future."""
    made_on = local_day(session, referral.town_id, referral.made_at)
    if made_on <= answered_on <= local_day(session, referral.town_id, now):
        return {}
    return {"answered_on": ["not_between_referral_and_today"]}
