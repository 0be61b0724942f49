"""End what somebody applied for who has died, or wants no record: nothing of it is chased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.answer_day_calls import open_day_calls_of_case
from hopecare.queries.applications import undecided_of
from hopecare.queries.clocks import running_clocks_of_case
from hopecare.services.end_clock_calls import end_clock_calls
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.withdraw_application import withdraw_application

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def end_applications(session: Session, case_id: UUID, *, by: Actor, now: datetime) -> None:
    """Withdraw what is not decided; end every clock of the case, and the calls that ask for one."""
    for application in undecided_of(session, case_id=case_id):
        withdraw_application(session, application_id=application.id, by=by, now=now)
    for clock in running_clocks_of_case(session, case_id):
        clock.ended_at, clock.look_on = now, None
        end_clock_calls(session, clock, by=by, now=now)
    for task in open_day_calls_of_case(session, case_id):
        finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
    session.flush()
