"""Let what goes with a referral follow its outcome: its application, or what is to be done next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.applications import DECISION_OF, Decision
from hopecare.domain.care_path import ApplicationStatus
from hopecare.queries.applications import find_application_of, undecided_of
from hopecare.queries.cases import case_by_id
from hopecare.services.ask_last_day import ask_last_day
from hopecare.services.leave_open_steps import leave_open_steps
from hopecare.services.name_follow_ups import name_follow_ups
from hopecare.services.start_after_check import start_after_check
from hopecare.services.take_application_along import take_application_along
from hopecare.services.write_decision import Decided, write_decision

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.kept_help import HelpChoice
    from models import Application, Referral


def follow_referral(
    session: Session, referral: Referral, *, choice: HelpChoice, by: Actor, now: datetime
) -> None:
    """Decide what was handed in, and by a grant also what is still in preparation.

    What is refused before it was handed in stays in the person's hands. Where no application is
    decided, the steps after a refusal are the referral's own, and the check of a grant; else
    those of an earlier refusal are not taken any more.
    """
    if referral.outcome is None or referral.outcome not in DECISION_OF:
        return
    decision = DECISION_OF[referral.outcome]
    take_application_along(session, referral, by=by, now=now)
    for application in undecided_of(session, referral_id=referral.id):
        if _is_decided_with(application, decision):
            decided = _as_decided(application, referral, decision)
            write_decision(
                session,
                application_id=application.id,
                decided=decided,
                choice=choice,
                by=by,
                now=now,
            )
    if _is_decided_by_application(session, referral):
        leave_open_steps(session, referral, by=by, now=now)
    else:
        _follow_its_own(session, referral, decision, by=by, now=now)


def _is_decided_with(application: Application, decision: Decision) -> bool:
    is_prepared = application.status is ApplicationStatus.PREPARING
    return not is_prepared or decision is not Decision.REFUSED


def _is_decided_by_application(session: Session, referral: Referral) -> bool:
    applied = find_application_of(session, referral.id)
    return applied is not None and applied.status is ApplicationStatus.DECIDED


def _follow_its_own(
    session: Session, referral: Referral, decision: Decision, *, by: Actor, now: datetime
) -> None:
    """A check of an earlier grant goes on: that help was paid, whatever an objection came to."""
    name_follow_ups(session, referral, decision, by=by, now=now)
    if decision is not Decision.GRANTED:
        ask_last_day(session, referral, by=by, now=now)
    if decision is not Decision.REFUSED and referral.outcome_on is not None:
        case = case_by_id(session, referral.case_id)
        start_after_check(session, case, referral, referral.outcome_on, now=now)


def _as_decided(application: Application, referral: Referral, decision: Decision) -> Decided:
    """A referral's outcome may lie before the day its application was written down."""
    days = (referral.outcome_on, application.submitted_on, application.objected_on)
    refusal = referral.refusal_reason if decision is Decision.REFUSED else None
    return Decided(
        decision=decision,
        decided_on=max(day for day in days if day is not None),
        refusal=refusal,
        came_with_referral=decision is not Decision.REFUSED,
        reason_is_unknown=refusal is None,
    )
