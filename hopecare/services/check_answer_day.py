"""Look whether a day can be the one on which an office answered a referral, or decided it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.referral_moments import last_objected_at
from hopecare.queries.town_days import local_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models import Referral


def check_answer_day(
    session: Session, referral: Referral, day: date, now: datetime, *, field: str = "answered_on"
) -> dict[str, list[str]]:
    """Give what is wrong with it: it is never before the referral, and never in the future.

    A letter of before an objection comes late now and then: it is no answer to what was sent again.
    """
    fault = _fault(session, referral, day, now)
    return {field: [fault]} if fault else {}


def _fault(session: Session, referral: Referral, day: date, now: datetime) -> str | None:
    if day > local_day(session, referral.town_id, now):
        return "date_in_future"
    if day < local_day(session, referral.town_id, referral.made_at):
        return "before_referral"
    objected_at = last_objected_at(session, referral)
    if objected_at and day < local_day(session, referral.town_id, objected_at):
        return "before_objection"
    return None
