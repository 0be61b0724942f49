"""Write down the day an office named where no law names one, for its answer or an objection."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.applications import Decision
from hopecare.domain.calls import CallOutcome
from hopecare.domain.care_path import ApplicationStatus
from hopecare.domain.clocks import ClockKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.answer_day_calls import open_day_calls
from hopecare.queries.applications import hold_application
from hopecare.queries.clocks import running_clocks
from hopecare.queries.town_days import local_day
from hopecare.services.check_named_day import check_named_day
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
    from hopecare.domain.outcomes import AnswerDoor, RefusalReason
    from models import Application

_AWAITED: Final[Mapping[ApplicationStatus, ClockKind]] = MappingProxyType(
    {
        ApplicationStatus.WAITING: ClockKind.APPLICATION,
        ApplicationStatus.OBJECTED: ClockKind.OBJECTION_ANSWER,
        ApplicationStatus.DECIDED: ClockKind.OBJECTION,
    }
)


def name_answer_day(  # noqa: PLR0913  a day, what a notice says beside it, and how it reached us
    session: Session,
    *,
    application_id: UUID,
    due_on: date,
    notice_on: date | None = None,
    refusal: RefusalReason | None = None,
    door: AnswerDoor | None = None,
    named_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Application:
    """Only while no clock runs and the day is still asked for; the call that asked is done.

    After a decision it is the last day to object, with when they were told and why. The clock
    keeps how and when the day reached us.
    """
    case, application = hold_application(session, application_id)
    kind = _kind_asked_for(session, application)
    today = local_day(session, case.town_id, now)
    check_named_day(due_on, today=today)
    if kind is ClockKind.OBJECTION:
        _read_notice(application, notice_on, refusal, today)
    start = ClockStart(
        kind=kind,
        started_on=_began_on(application, kind) or due_on,
        programme=application.programme,
        entered_on=due_on,
        door=door,
        named_on=named_on,
        application_id=application.id,
    )
    start_clock(session, case, start, now=now)
    if kind is not ClockKind.OBJECTION:
        lengthen_bridge(session, application, due_on, now=now)
        follow_law_day(session, application, due_on, now=now)
    for task in open_day_calls(session, application.id):
        finish_call_task(session, task_id=task.id, outcome=CallOutcome.SPOKE, by=by, now=now)
    session.flush()
    return application


def _began_on(application: Application, kind: ClockKind) -> date | None:
    """When they were told, or handed in what the office answers."""
    if kind is ClockKind.OBJECTION:
        return application.notice_on or application.decided_on
    return application.objected_on or application.submitted_on


def _read_notice(
    application: Application, notice_on: date | None, refusal: RefusalReason | None, today: date
) -> None:
    """Write what the notice says over what was known; a reason only of a refusal."""
    if notice_on is not None:
        if notice_on > today:
            raise InvalidInputError({"notice_on": ["date_in_future"]})
        if application.decided_on is not None and notice_on < application.decided_on:
            raise InvalidInputError({"notice_on": ["before_decision"]})
        application.notice_on = notice_on
    if refusal is not None and application.decision is Decision.REFUSED:
        application.refusal_reason = refusal


def _kind_asked_for(session: Session, application: Application) -> ClockKind:
    """Say which day is still to be named; refused where none is."""
    kind = _AWAITED.get(application.status)
    if application.decision is Decision.GRANTED and kind is ClockKind.OBJECTION:
        kind = None
    if kind is None or running_clocks(session, kind, application_id=application.id):
        raise MoveNotAllowedError(
            machine="application", status=application.status, event="answer_day_named"
        )
    return kind
