"""End the clocks of one thing: what was waited for is here, or not any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.clocks import ClockKind
from hopecare.queries.answer_day_calls import open_day_calls
from hopecare.queries.clocks import running_clocks
from hopecare.services.end_clock_calls import end_clock_calls
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def end_clocks(
    session: Session,
    *kinds: ClockKind,
    by: Actor,
    now: datetime,
    application_id: UUID | None = None,
    referral_id: UUID | None = None,
    crisis_id: UUID | None = None,
) -> None:
    """End those of these kinds, or all; calls owed because of them are not owed any more."""
    for clock in running_clocks(
        session,
        *kinds,
        application_id=application_id,
        referral_id=referral_id,
        crisis_id=crisis_id,
    ):
        clock.ended_at, clock.look_on = now, None
        end_clock_calls(session, clock, by=by, now=now)
    of_id = application_id or referral_id
    if of_id is not None and ClockKind.AFTER_CHECK not in kinds:
        for task in open_day_calls(session, of_id):
            finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
    session.flush()
