"""Applications begun, handed in and decided by the real verbs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from hopecare.domain.applications import Decision, NoBridge
from hopecare.domain.calls import CallOutcome
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import RefusalReason
from hopecare.queries.applications import papers_of_application
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.silent_referrals import find_at_once_call
from hopecare.services.decide_application import Decided, decide_application
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.open_application import ApplicationWish, open_application
from hopecare.services.set_appointment import Appointment, set_appointment
from hopecare.services.settle_bridge import BridgeWish
from hopecare.services.submit_application import submit_application
from models import Application, Case, Referral
from tests.factories.cases import BY, a_case
from tests.factories.towns import NOW, TODAY


def an_application(
    session: Session,
    *,
    case: Case | None = None,
    programme: str | None = "livelihood",
    named: str | None = None,
    bridge: NeedKind | None = None,
    referral: Referral | None = None,
    now: datetime = NOW,
) -> Application:
    """An application that is begun; without a bridge, for a reason."""
    case = case or a_case(session, now=now)
    none = None if bridge else NoBridge.NOT_NEEDED
    wish = ApplicationWish(
        programme=programme,
        named=named,
        referral_id=referral.id if referral else None,
        bridge=BridgeWish(kind=bridge, weekdays=("mon",) if bridge else (), none_because=none),
    )
    return open_application(session, case_id=case.id, wish=wish, by=BY, now=now)


def rung_at_once(session: Session, application: Application) -> Application:
    """Its office was rung the same day about the emergency: that call asks for no day any more."""
    assert application.referral_id is not None
    call = find_at_once_call(session, application.referral_id)
    assert call is not None
    spoke = CallOutcome.SPOKE
    finish_call_task(session, task_id=call.id, outcome=spoke, by=BY, now=NOW)
    return application


def its_submission(
    session: Session,
    application: Application,
    *,
    on: date = TODAY,
    due_on: date | None = None,
    now: datetime = NOW,
) -> Application:
    """Handed in: the clock runs."""
    return submit_application(
        session, application_id=application.id, submitted_on=on, due_on=due_on, by=BY, now=now
    )


def its_decision(
    session: Session,
    application: Application,
    decision: Decision = Decision.REFUSED,
    *,
    on: date = TODAY,
    object_by: date | None = None,
    now: datetime = NOW,
) -> Application:
    """Decided by the office; told the same day."""
    refusal = RefusalReason.OVER_INCOME if decision is Decision.REFUSED else None
    decided = Decided(
        decision=decision, decided_on=on, notice_on=on, refusal=refusal, words="소득 초과",
        object_by=object_by,
    )  # fmt: skip
    return decide_application(
        session, application_id=application.id, decided=decided, by=BY, now=now
    )


def an_appointment(
    session: Session, application: Application, *, on: date = TODAY + timedelta(days=3)
) -> Application:
    """An appointment with the office."""
    return set_appointment(
        session,
        application_id=application.id,
        version=application.version,
        appointment=Appointment(on=on, place="읍사무소"),
        by=BY,
        now=NOW,
    )


def an_objected_application(session: Session, case: Case) -> dict[str, Any]:
    """One with papers, an appointment, steps and an objection underway, by the names of paths."""
    application = an_application(session, case=case, bridge=NeedKind.KNOCK)
    its_decision(session, its_submission(session, application))
    object_to_decision(
        session, application_id=application.id, objected_on=TODAY, due_on=None, by=BY, now=NOW
    )
    an_appointment(session, application)
    return {
        "application_id": application,
        "form_paper_id": papers_of_application(session, application.id)[0],
        "step_id": steps_of(session, application.id)[0],
    }
