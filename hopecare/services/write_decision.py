"""Write an office's decision about an application: the bridge ends, what follows is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.applications import Decision
from hopecare.domain.care_path import ApplicationEvent, ApplicationStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.kept_help import NOBODY_ASKED
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.applications import hold_application
from hopecare.queries.town_days import local_day
from hopecare.services.ask_answer_day import ask_answer_day
from hopecare.services.end_bridge import end_bridge
from hopecare.services.end_clocks import end_clocks
from hopecare.services.end_companion import end_companion
from hopecare.services.keep_contested import keep_contested
from hopecare.services.let_help_go_on import let_help_go_on
from hopecare.services.move_application import move_application
from hopecare.services.name_follow_ups import name_follow_ups
from hopecare.services.note_application import note_application
from hopecare.services.start_after_check import start_after_check
from hopecare.services.start_clock import ClockStart, start_clock

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.kept_help import HelpChoice
    from hopecare.domain.outcomes import RefusalReason
    from models import Application, Case


AWAITED: Final = (ClockKind.APPLICATION, ClockKind.OBJECTION, ClockKind.OBJECTION_ANSWER)
"""What a decision ends. Aid that was paid already is checked, however an objection ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided, when, when the person was told, why, and until when one may object."""

    decision: Decision
    decided_on: date
    notice_on: date | None = None
    refusal: RefusalReason | None = None
    words: str | None = None
    object_by: date | None = None
    """As the notice says: no law we have read gives the day."""
    came_with_referral: bool = False
    """A grant of the referral it goes with, which may come before its handing in was written."""
    reason_is_unknown: bool = False
    """An office that said no by another door gave none; it is asked for with the last day."""


def write_decision(
    session: Session,
    *,
    application_id: UUID,
    decided: Decided,
    choice: HelpChoice = NOBODY_ASKED,
    by: Actor,
    now: datetime,
) -> Application:
    """Write it after it was handed in, or after an objection; never dated before either.

    A grant that came with its referral shows by itself that the office has what it needs.
    """
    case, application = hold_application(session, application_id)
    _refuse_faults(application, decided, local_day(session, case.town_id, now))
    is_ahead = decided.came_with_referral and application.status is ApplicationStatus.PREPARING
    event = ApplicationEvent.DECIDED_AHEAD if is_ahead else ApplicationEvent.DECIDED
    keep_contested(application)
    move_application(application, event=event)
    application.decision, application.decided_on = decided.decision, decided.decided_on
    application.notice_on, application.refusal_reason = decided.notice_on, decided.refusal
    application.decision_words = decided.words
    end_clocks(session, *AWAITED, application_id=application.id, by=by, now=now)
    _end_help(session, case, application, choice, by, now)
    if application.appointment_on is not None and application.appointment_on > decided.decided_on:
        end_companion(session, application, by=by, now=now)
    _name_what_follows(session, case, application, decided, by, now)
    note_application(
        session,
        application,
        EntryKind.APPLICATION_DECIDED,
        by=by,
        now=now,
        decision=decided.decision.value,
        on=decided.decided_on.isoformat(),
        told_on=decided.notice_on.isoformat() if decided.notice_on else None,
        refusal=decided.refusal.value if decided.refusal else None,
    )
    session.flush()
    return application


def _end_help(
    session: Session,
    case: Case,
    application: Application,
    choice: HelpChoice,
    by: Actor,
    now: datetime,
) -> None:
    """The help until then ends with it, unless somebody chose that it goes on."""
    if application.bridge_need_id and choice.keeps(application.bridge_need_id):
        let_help_go_on(session, case, application, by=by, now=now)
    else:
        end_bridge(session, application, is_met=True, by=by, now=now)


def _name_what_follows(
    session: Session,
    case: Case,
    application: Application,
    decided: Decided,
    by: Actor,
    now: datetime,
) -> None:
    """Where the last day to object is not known, a call is owed that asks for it."""
    name_follow_ups(session, application, decided.decision, by=by, now=now)
    if decided.decision is not Decision.REFUSED:
        start_after_check(session, case, application, decided.decided_on, now=now)
    if decided.decision is not Decision.GRANTED:
        start = ClockStart(
            kind=ClockKind.OBJECTION,
            started_on=decided.notice_on or decided.decided_on,
            programme=application.programme,
            entered_on=decided.object_by,
            application_id=application.id,
        )
        if start_clock(session, case, start, now=now) is None:
            ask_answer_day(session, case, application, start.kind, by=by, now=now)


def _refuse_faults(application: Application, decided: Decided, today: date) -> None:
    earliest = application.objected_on or application.submitted_on
    told_on = decided.notice_on
    faults = {
        "decided_on": _fault(decided.decided_on, earliest, today, "before_submission"),
        "notice_on": told_on and _fault(told_on, decided.decided_on, today, "before_decision"),
        "refusal": _fault_of_reason(decided),
        "object_until_on": _fault_of_last_day(decided),
    }
    found = {name: [fault] for name, fault in faults.items() if fault}
    if found:
        raise InvalidInputError(found)


def _fault(on: date, earliest: date | None, today: date, code: str) -> str | None:
    if on > today:
        return "date_in_future"
    return code if earliest is not None and on < earliest else None


def _fault_of_reason(decided: Decided) -> str | None:
    needs_one = decided.decision is Decision.REFUSED and not decided.reason_is_unknown
    if decided.refusal is not None:
        return None
    return "reason_needed" if needs_one else None


def _fault_of_last_day(decided: Decided) -> str | None:
    begins = decided.notice_on or decided.decided_on
    return "before_decision" if decided.object_by and decided.object_by < begins else None
