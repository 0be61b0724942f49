"""Nobody may name the person to an office, or it is done with them: they are asked themself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.clocks import ClockKind
from hopecare.queries.answer_day_calls import open_day_calls
from hopecare.queries.clocks import open_calls_of_clock
from hopecare.services.turn_application_calls import turn_application_calls
from models import Application, LegalClock

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from models import Referral


def ask_person_instead(
    session: Session, referral: Referral, *, about: Collection[ClockKind] | None = None
) -> None:
    """Turn the calls owed because of a referral's own days to the person, who knows.

    So are those of what went along with it: `about` names which, and leaves its own as they are.
    Whoever is rung already is rung for what they were.
    """
    went_along = select(Application).where(Application.referral_id == referral.id)
    for application in session.scalars(went_along).all():
        kinds = tuple(ClockKind) if about is None else about
        turn_application_calls(session, application, office=None, kinds=kinds)
    if about is None:
        _turn_own(session, referral)


def _turn_own(session: Session, referral: Referral) -> None:
    for task in open_day_calls(session, referral.id):
        if task.person_id is None:
            task.person_id, task.words = referral.person_id, None
    waits = select(LegalClock).where(
        LegalClock.referral_id == referral.id, LegalClock.ended_at.is_(None)
    )
    for clock in session.scalars(waits).all():
        for task in open_calls_of_clock(session, clock):
            if task.person_id is None:
                task.person_id, task.words = referral.person_id, clock.due_on.isoformat()
    session.flush()
