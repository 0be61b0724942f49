"""Turn the calls owed because of an application to an office, or to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.answer_day_calls import open_day_calls
from hopecare.queries.clocks import open_calls_of_clock
from models import LegalClock

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from hopecare.domain.clocks import ClockKind
    from models import Application


def turn_application_calls(
    session: Session, application: Application, *, office: str | None, kinds: Collection[ClockKind]
) -> None:
    """Without an office they are asked themselves: they know where it lies.

    Whoever is rung already is rung for what they were.
    """
    person_id = None if office else application.person_id
    for task in open_day_calls(session, application.id):
        if office or task.person_id is None:
            task.person_id, task.words = person_id, office
    waits = select(LegalClock).where(
        LegalClock.application_id == application.id,
        LegalClock.ended_at.is_(None),
        LegalClock.kind.in_(kinds),
    )
    for clock in session.scalars(waits).all():
        for task in open_calls_of_clock(session, clock):
            if office or task.person_id is None:
                words = " · ".join(filter(None, (office, clock.due_on.isoformat())))
                task.person_id, task.words = person_id, words
    session.flush()
