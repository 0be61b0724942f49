"""Turn the calls owed because of a day of an application or a referral to whom it is asked of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.clocks import ClockKind
from hopecare.queries.answer_day_calls import open_day_calls
from hopecare.queries.clocks import open_calls_of_clock
from models import Application, LegalClock

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from models import CallTask, Referral


def turn_day_calls(
    session: Session,
    waits: Application | Referral,
    *,
    office: str | None,
    kinds: Collection[ClockKind] = tuple(ClockKind),
) -> None:
    """Without an office they are asked themselves: they know where it lies.

    Whoever is rung already is rung for what they were.
    """
    for task in open_day_calls(session, waits.id):
        _turn(task, waits, office, words=office)
    column = LegalClock.application_id if isinstance(waits, Application) else LegalClock.referral_id
    running = select(LegalClock).where(
        column == waits.id, LegalClock.ended_at.is_(None), LegalClock.kind.in_(kinds)
    )
    for clock in session.scalars(running).all():
        words = " · ".join(filter(None, (office, clock.due_on.isoformat())))
        for task in open_calls_of_clock(session, clock):
            _turn(task, waits, office, words=words)
    session.flush()


def _turn(
    task: CallTask, waits: Application | Referral, office: str | None, *, words: str | None
) -> None:
    if office or task.person_id is None:
        task.person_id, task.words = None if office else waits.person_id, words
