"""Record that an objection was handed in: the application is with the office again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.applications import Decision
from hopecare.domain.care_path import ApplicationEvent
from hopecare.domain.clocks import ClockKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.answer_day_calls import may_be_objected_to
from hopecare.queries.applications import application_by_id, hold_application
from hopecare.queries.contested_decisions import decision_on
from hopecare.queries.referral_packets import find_packet, is_of_its_office
from hopecare.queries.referrals import find_sharing_consent, referral_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.ask_answer_day import ask_answer_day
from hopecare.services.contest_referral import Objection, contest_referral
from hopecare.services.end_clocks import end_clocks
from hopecare.services.hold_people import hold_people
from hopecare.services.move_application import move_application
from hopecare.services.note_application import note_application
from hopecare.services.settle_objecting import settle_objecting
from hopecare.services.start_clock import ClockStart, start_clock

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application


def object_to_decision(  # noqa: PLR0913  which, on which day, and what is said of it
    session: Session,
    *,
    application_id: UUID,
    objected_on: date,
    due_on: date | None,
    words: str | None = None,
    by: Actor,
    now: datetime,
) -> Application:
    """Against anything but a full grant; `due_on` is by when the office said it answers.

    `words` say to the office why it does not fit, where the referral goes to it again.

    The help until the decision, or why there was none, ended with it: the desk asks anew.
    The referral it goes with is contested by the same objection, where it may still be shared.
    """
    hold_people(session, application_by_id(session, application_id).person_id, lets_rows_come=True)
    case, application = hold_application(session, application_id)
    _refuse_faults(application, objected_on, local_day(session, case.town_id, now))
    move_application(application, event=ApplicationEvent.OBJECTED)
    application.objected_on = objected_on
    application.bridge_need_id = application.no_bridge = None
    end_clocks(session, ClockKind.OBJECTION, application_id=application.id, by=by, now=now)
    start = ClockStart(
        kind=ClockKind.OBJECTION_ANSWER,
        started_on=objected_on,
        programme=application.programme,
        entered_on=due_on,
        application_id=application.id,
    )
    has_day = start_clock(session, case, start, now=now) is not None
    settle_objecting(session, application.id, on=objected_on, by=by)
    kind, on = EntryKind.APPLICATION_OBJECTED, objected_on.isoformat()
    note_application(session, application, kind, by=by, now=now, on=on)
    session.flush()
    _contest_its_referral(session, application, due_on, words, by=by, now=now)
    if not has_day:
        ask_answer_day(session, case, application, start.kind, by=by, now=now)
    return application


def _refuse_faults(application: Application, objected_on: date, today: date) -> None:
    if application.decision is Decision.GRANTED:
        raise MoveNotAllowedError(
            machine="application", status=application.decision, event="objected"
        )
    earliest = application.notice_on or application.decided_on
    if objected_on > today:
        raise InvalidInputError({"objected_on": ["date_in_future"]})
    if earliest is not None and objected_on < earliest:
        raise InvalidInputError({"objected_on": ["before_decision"]})


def _contest_its_referral(
    session: Session,
    application: Application,
    due_on: date | None,
    words: str | None,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """The person's own objection counts by itself: without a yes nothing goes to the office."""
    if application.referral_id is None or application.objected_on is None:
        return
    referral = referral_by_id(session, application.referral_id, alone=True)
    today = local_day(session, referral.town_id, now)
    may_go = (
        may_be_objected_to(referral)
        and is_of_its_office(session, referral, find_packet(session, referral.id))
        and find_sharing_consent(session, referral.person_id, on=today) is not None
    )
    if may_go:
        objection = Objection(
            against=decision_on(session, referral, application),
            on=application.objected_on,
            words=words,
            due_on=due_on,
        )
        contest_referral(session, referral, objection, by=by, now=now)
