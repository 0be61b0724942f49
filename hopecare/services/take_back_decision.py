"""Take back a decision that was written down by mistake: its office is waited for again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.applications import FOLLOW_UPS, Decision, StepStands
from hopecare.domain.care_path import ApplicationEvent, ApplicationStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError, StaleVersionError
from hopecare.language import N_
from hopecare.queries.application_moments import last_decided_at
from hopecare.queries.applications import hold_application
from hopecare.queries.clocks import running_clocks
from hopecare.queries.decisions_built_on import find_built_on, find_decided_with
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.late_answers import open_late_answers
from hopecare.queries.referral_packets import find_packet, is_of_its_office, right_to_share
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.silent_referrals import ANSWERS
from hopecare.queries.town_days import local_day
from hopecare.services.ask_answer_day import ask_answer_day
from hopecare.services.bring_back_clocks import bring_back_clocks
from hopecare.services.bring_companion_back import bring_companion_back
from hopecare.services.end_clocks import end_clocks
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.forget_open_steps import forget_open_steps
from hopecare.services.move_application import move_application
from hopecare.services.note_application import note_application
from hopecare.services.owe_bridge_again import owe_bridge_again
from hopecare.services.settle_objecting import settle_objecting
from hopecare.services.stand_contested import stand_contested
from hopecare.services.take_back_answer import take_back_answer
from models import LegalClock

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.decision_mistakes import DecisionMistake
    from hopecare.domain.identity import Actor
    from models import Application, Case, Referral

TAKEN_BACK: Final = N_("What follows was written down by mistake and taken back:")


def take_back_decision(
    session: Session,
    *,
    application_id: UUID,
    version: int,
    mistake: DecisionMistake,
    by: Actor,
    now: datetime,
) -> Application:
    """Let it wait as before the decision, after an objection for the answer to that.

    What was decided stays on the timeline. A referral whose outcome it was goes back with it,
    where it may still lie at its office. Refused where something was built on the decision.
    """
    case, application = hold_application(session, application_id)
    if application.version != version:
        raise StaleVersionError(application_id=application_id, version=application.version)
    if built_on := find_built_on(session, application):
        raise MoveNotAllowedError(
            machine="application", status=application.status, event="taken_back", what=built_on
        )
    referral = find_decided_with(session, application)
    decided_at = last_decided_at(session, application)
    was = _as_noted(application, mistake)
    move_application(application, event=_event(application))
    stand_contested(session, application)
    _end_what_followed(session, case, application, by, now)
    _wait_again(session, application, decided_at, now)
    bring_companion_back(session, application, by=by, now=now)
    owe_bridge_again(session, application, by=by, now=now)
    note_application(session, application, EntryKind.DECISION_TAKEN_BACK, by=by, now=now, **was)
    if referral is not None:
        _take_its_outcome_back(session, referral, by, now)
    session.flush()
    _ask_its_day(session, case, application, by, now)
    return application


def _event(application: Application) -> ApplicationEvent:
    """What nobody had written as handed in is prepared as before."""
    if application.objected_on is not None:
        return ApplicationEvent.BACK_TO_OBJECTION
    if application.submitted_on is None:
        return ApplicationEvent.CORRECTED
    return ApplicationEvent.TAKEN_BACK


def _as_noted(application: Application, mistake: DecisionMistake) -> dict[str, str | int | None]:
    """What had been decided, and why that is none, as the entry of its taking back keeps it."""
    days = {"on": application.decided_on, "told_on": application.notice_on}
    codes = {"decision": application.decision, "refusal": application.refusal_reason}
    return {
        **{name: code.value if code else None for name, code in codes.items()},
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "mistake": mistake.value,
    }


def _end_what_followed(
    session: Session,
    case: Case,
    application: Application,
    by: Actor,
    now: datetime,
) -> None:
    """Its clocks with their calls, its steps; what was granted before an objection is checked."""
    ends = [ClockKind.OBJECTION]
    check = next(
        iter(running_clocks(session, ClockKind.AFTER_CHECK, application_id=application.id)), None
    )
    if check is not None and not _began_before(check, application):
        ends.append(ClockKind.AFTER_CHECK)
    for kind in ends:
        end_clocks(session, kind, application_id=application.id, by=by, now=now)
    for task_id in open_late_answers(session, case.id, application.id):
        finish_call_task(session, task_id=task_id, outcome=None, by=by, now=now)
    if application.decision is None:
        forget_open_steps(session, application.id)
        return
    for step in steps_of(session, application.id):
        is_asked_for = step.step in FOLLOW_UPS[application.decision]
        if step.stands is StepStands.OPEN and not is_asked_for:
            session.delete(step)
    if application.objected_on is not None:
        settle_objecting(session, application.id, on=application.objected_on, by=by)


def _began_before(check: LegalClock, application: Application) -> bool:
    """Whether the help that is checked was granted by what stands again."""
    granted = (Decision.GRANTED, Decision.PARTLY_GRANTED)
    return application.decision in granted and check.started_on == application.decided_on


def _wait_again(
    session: Session, application: Application, decided_at: datetime | None, now: datetime
) -> None:
    """The clocks run that the decision had ended."""
    ended = session.scalars(
        select(LegalClock.id)
        .where(
            LegalClock.application_id == application.id,
            LegalClock.kind.in_(ANSWERS),
            LegalClock.ended_at.is_not(None),
            LegalClock.ended_at == decided_at,
        )
        .order_by(LegalClock.id)
    ).all()
    bring_back_clocks(session, clock_ids=ended, ended_cases=(), now=now)


def _ask_its_day(
    session: Session, case: Case, application: Application, by: Actor, now: datetime
) -> None:
    """Once its referral lies where it did: the call of an emergency asks for the day as well."""
    kinds = {
        ApplicationStatus.WAITING: ClockKind.APPLICATION,
        ApplicationStatus.OBJECTED: ClockKind.OBJECTION_ANSWER,
    }
    kind = kinds.get(application.status)
    if kind and not running_clocks(session, kind, application_id=application.id):
        ask_answer_day(session, case, application, kind, by=by, now=now)


def _take_its_outcome_back(session: Session, referral: Referral, by: Actor, now: datetime) -> None:
    """The person's own application counts by itself: without a yes nothing lies at the office."""
    held = referral_by_id(session, referral.id, alone=True)
    today = local_day(session, held.town_id, now)
    packet = find_packet(session, held.id)
    may_lie_there = (
        is_of_its_office(session, held, packet)
        and right_to_share(session, held, packet, on=today).holds
    )
    if may_lie_there:
        take_back_answer(session, held, taken_back=TAKEN_BACK, by=by, now=now)
