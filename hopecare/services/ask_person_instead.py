"""Nobody asks an office any more how somebody's application stands: they are asked themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.queries.answer_day_calls import open_day_calls
from hopecare.queries.clocks import open_calls_of_clock
from models import Application, LegalClock

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import CallTask, Referral


def ask_person_instead(session: Session, referral: Referral) -> None:
    """Turn the calls owed because of a referral's own days to the person, who knows.

    So are those of what went along with it. Whoever is rung already is rung for what they were.
    """
    went_along = select(Application.id).where(Application.referral_id == referral.id)
    for of_id in (referral.id, *session.scalars(went_along).all()):
        for task in open_day_calls(session, of_id):
            _turn(task, referral, None)
    waits = select(LegalClock).where(
        or_(LegalClock.application_id.in_(went_along), LegalClock.referral_id == referral.id),
        LegalClock.ended_at.is_(None),
    )
    for clock in session.scalars(waits).all():
        for task in open_calls_of_clock(session, clock):
            _turn(task, referral, clock.due_on.isoformat())
    session.flush()


def _turn(task: CallTask, referral: Referral, words: str | None) -> None:
    if task.person_id is None:
        task.person_id, task.words = referral.person_id, words
