"""Write down that an application was handed in: the clock of the law runs from that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ApplicationEvent
from hopecare.domain.clocks import ClockKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.applications import hold_application
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.ask_answer_day import ask_answer_day
from hopecare.services.follow_law_day import follow_law_day
from hopecare.services.lengthen_bridge import lengthen_bridge
from hopecare.services.move_application import move_application
from hopecare.services.note_application import note_application
from hopecare.services.start_clock import ClockStart, start_clock

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application


def submit_application(
    session: Session,
    *,
    application_id: UUID,
    submitted_on: date,
    due_on: date | None,
    by: Actor,
    now: datetime,
) -> Application:
    """Handed in once, never before its referral; `due_on` is a day the office named."""
    case, application = hold_application(session, application_id)
    _refuse_days(session, application, submitted_on, now)
    move_application(application, event=ApplicationEvent.SUBMITTED)
    application.submitted_on = submitted_on
    start = ClockStart(
        kind=ClockKind.APPLICATION,
        started_on=submitted_on,
        programme=application.programme,
        entered_on=due_on,
        application_id=application.id,
    )
    clock = start_clock(session, case, start, now=now)
    if clock is None:
        ask_answer_day(session, case, application, start.kind, by=by, now=now)
    else:
        lengthen_bridge(session, application, clock.due_on, now=now)
        follow_law_day(session, application, clock.due_on, now=now)
    note_application(
        session,
        application,
        EntryKind.APPLICATION_SUBMITTED,
        by=by,
        now=now,
        on=submitted_on.isoformat(),
        due_on=clock.due_on.isoformat() if clock else None,
    )
    session.flush()
    return application


def _refuse_days(
    session: Session, application: Application, submitted_on: date, now: datetime
) -> None:
    if submitted_on > local_day(session, application.town_id, now):
        raise InvalidInputError({"submitted_on": ["date_in_future"]})
    if application.referral_id is None:
        return
    made_at = referral_by_id(session, application.referral_id).made_at
    if made_at > application.made_at:
        return  # begun before it, it may have been handed in before it
    if submitted_on < local_day(session, application.town_id, made_at):
        raise InvalidInputError({"submitted_on": ["before_referral"]})
