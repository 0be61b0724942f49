"""Nobody asks an office any more how somebody's application stands: they are asked themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.answer_day_calls import open_day_calls
from hopecare.queries.clocks import open_calls_of_clock
from models import Application, LegalClock

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Referral


def ask_person_instead(session: Session, referral: Referral) -> None:
    """Turn the calls owed because of what went along with a referral to the person, who knows."""
    went_along = select(Application.id).where(Application.referral_id == referral.id)
    for application_id in session.scalars(went_along).all():
        for task in open_day_calls(session, application_id):
            task.person_id, task.words = referral.person_id, None
    waits = select(LegalClock).where(
        LegalClock.application_id.in_(went_along), LegalClock.ended_at.is_(None)
    )
    for clock in session.scalars(waits).all():
        for task in open_calls_of_clock(session, clock):
            task.person_id, task.words = referral.person_id, clock.due_on.isoformat()
    session.flush()
