"""Name what follows a decision that does not give what was asked, each step once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.applications import FOLLOW_UPS, StepStands
from hopecare.queries.follow_ups import steps_of
from hopecare.services.leave_open_steps import leave_open_steps
from hopecare.services.owe_late_answer import owe_late_answer
from models import Application, ApplicationStep

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.applications import Decision
    from hopecare.domain.identity import Actor
    from models import Referral


def name_follow_ups(
    session: Session, of: Application | Referral, decision: Decision, *, by: Actor, now: datetime
) -> None:
    """Let the steps stand for this decision: those it asks for are open, the others are not.

    After an objection the office has decided anew: its reason is read again, whatever was done
    about the first one. The words of that stay with the step. In a closed case nobody would see
    them: a call is owed.
    """
    leave_open_steps(session, of, by=by, now=now)
    known = {each.step: each for each in steps_of(session, of.id)}
    is_applied_for = isinstance(of, Application)
    for step in FOLLOW_UPS[decision]:
        if step in known:
            _open_again(known[step])
        else:
            session.add(
                ApplicationStep(
                    town_id=of.town_id,
                    case_id=of.case_id,
                    step=step,
                    stands=StepStands.OPEN,
                    application_id=of.id if is_applied_for else None,
                    referral_id=None if is_applied_for else of.id,
                )
            )
    if FOLLOW_UPS[decision]:
        owe_late_answer(session, of, by=by, now=now)


def _open_again(step: ApplicationStep) -> None:
    step.stands, step.settled_on, step.settled_by_id = StepStands.OPEN, None, None
