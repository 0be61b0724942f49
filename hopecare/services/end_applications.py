"""End what somebody who has died has applied for: nothing of it is chased any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.outcomes import CaseOutcome
from hopecare.queries.applications import undecided_of
from hopecare.queries.clocks import running_clocks_of_case
from hopecare.services.end_clock_calls import end_clock_calls
from hopecare.services.withdraw_application import withdraw_application

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case


def end_applications(
    session: Session, case: Case, outcome: CaseOutcome, *, by: Actor, now: datetime
) -> None:
    """Where a case closes for another reason, the office still owes its answer: clocks run on."""
    if outcome is not CaseOutcome.DIED:
        return
    for application in undecided_of(session, case_id=case.id):
        withdraw_application(session, application_id=application.id, by=by, now=now)
    for clock in running_clocks_of_case(session, case.id):
        clock.ended_at, clock.look_on = now, None
        end_clock_calls(session, clock, by=by, now=now)
    session.flush()
