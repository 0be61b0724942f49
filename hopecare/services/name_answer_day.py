"""Write down the day an office named for its answer, where no law names one: the clock runs."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallOutcome
from hopecare.domain.care_path import ApplicationStatus
from hopecare.domain.clocks import ClockKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.answer_day_calls import open_day_calls
from hopecare.queries.applications import hold_application
from hopecare.queries.clocks import running_clocks
from hopecare.queries.town_days import local_day
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.follow_law_day import follow_law_day
from hopecare.services.lengthen_bridge import lengthen_bridge
from hopecare.services.start_clock import ClockStart, start_clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application

_AWAITED: Final[Mapping[ApplicationStatus, ClockKind]] = MappingProxyType(
    {
        ApplicationStatus.WAITING: ClockKind.APPLICATION,
        ApplicationStatus.OBJECTED: ClockKind.OBJECTION_ANSWER,
    }
)

LONGEST_WAIT: Final = timedelta(days=366)
"""No office names a later day; a year mistyped must not hide an application for ever."""


def name_answer_day(
    session: Session, *, application_id: UUID, due_on: date, by: Actor, now: datetime
) -> Application:
    """Only while an answer is waited for and no clock runs; the call that asked for it is done."""
    case, application = hold_application(session, application_id)
    kind = _AWAITED.get(application.status)
    if kind is None or running_clocks(session, kind, application_id=application.id):
        raise MoveNotAllowedError(
            machine="application", status=application.status, event="answer_day_named"
        )
    today = local_day(session, case.town_id, now)
    if not today <= due_on <= today + LONGEST_WAIT:
        fault = "date_in_past" if due_on < today else "date_too_late"
        raise InvalidInputError({"due_on": [fault]})
    began = application.objected_on or application.submitted_on or due_on
    start = ClockStart(
        kind=kind,
        started_on=began,
        programme=application.programme,
        entered_on=due_on,
        application_id=application.id,
    )
    start_clock(session, case, start, now=now)
    lengthen_bridge(session, application, due_on, now=now)
    follow_law_day(session, application, due_on, now=now)
    for task in open_day_calls(session, application.id):
        finish_call_task(session, task_id=task.id, outcome=CallOutcome.SPOKE, by=by, now=now)
    session.flush()
    return application
