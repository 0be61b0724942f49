"""Write down that an office takes more time, with the reason it stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.clocks import ClockKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.applications import application_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.clocks import running_clocks
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.reading.legal_clocks import country_clocks
from hopecare.services.end_clock_calls import end_clock_calls
from hopecare.services.follow_law_day import follow_law_day
from hopecare.services.lengthen_bridge import lengthen_bridge
from hopecare.services.note_application import note_application

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.clocks import Clocks
    from hopecare.domain.identity import Actor
    from models import Application, LegalClock


def extend_application(  # noqa: PLR0913  a reason, its day, and the day an office named
    session: Session,
    *,
    application_id: UUID,
    said_on: date,
    due_on: date | None,
    words: str,
    by: Actor,
    now: datetime,
) -> LegalClock:
    """Extend the clock once, said before its day is over; to the law's longest, or a named day."""
    application = application_by_id(session, application_id)
    case_by_id(session, application.case_id, alone=True)
    clock = _clock(session, application)
    clocks = country_clocks(town_by_id(session, application.town_id).country)
    until = due_on or clocks.extended_due_on(
        ClockKind.APPLICATION, clock.started_on, programme=application.programme
    )
    _refuse_days(clock, said_on, until, local_day(session, application.town_id, now))
    end_clock_calls(session, clock, by=by, now=now)
    clock.extended_on, clock.words = said_on, words
    _move_day(session, application, clock, clocks, until, now)  # type: ignore[arg-type]
    note_application(
        session,
        application,
        EntryKind.APPLICATION_EXTENDED,
        by=by,
        now=now,
        on=said_on.isoformat(),
        due_on=clock.due_on.isoformat(),
    )
    session.flush()
    return clock


def _clock(session: Session, application: Application) -> LegalClock:
    running = running_clocks(session, ClockKind.APPLICATION, application_id=application.id)
    if not running or running[0].extended_on is not None:
        raise MoveNotAllowedError(
            machine="application", status=application.status, event="extended"
        )
    return running[0]


def _move_day(
    session: Session,
    application: Application,
    clock: LegalClock,
    clocks: Clocks,
    until: date,
    now: datetime,
) -> None:
    today = local_day(session, application.town_id, now)
    clock.due_on, clock.look_on = until, clocks.first_look(until, today=today)
    lengthen_bridge(session, application, until, now=now)
    follow_law_day(session, application, until, now=now)


def _refuse_days(clock: LegalClock, said_on: date, until: date | None, today: date) -> None:
    faults: dict[str, list[str]] = {}
    if said_on > today:
        faults["said_on"] = ["date_in_future"]
    elif said_on < clock.started_on:
        faults["said_on"] = ["before_submission"]
    elif said_on > clock.due_on:
        faults["said_on"] = ["extended_after_due"]
    if until is None:
        faults["due_on"] = ["no_clock_known"]
    elif until <= clock.due_on:
        faults["due_on"] = ["not_later"]
    if faults:
        raise InvalidInputError(faults)
