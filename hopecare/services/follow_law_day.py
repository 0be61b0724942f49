"""Let a referral that was taken on wait as long as the clock of its application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ReferralStatus
from hopecare.queries.referrals import referral_by_id
from hopecare.services.lengthen_links import lengthen_links

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models import Application


def follow_law_day(
    session: Session, application: Application, due_on: date, *, now: datetime
) -> None:
    """Never for shorter than was agreed with the office; whoever has not said yes owes it still."""
    if application.referral_id is None:
        return
    referral = referral_by_id(session, application.referral_id, alone=True)
    if referral.status is ReferralStatus.ACCEPTED and referral.answer_due_on < due_on:
        referral.answer_due_on = due_on
        lengthen_links(session, referral, now=now)
