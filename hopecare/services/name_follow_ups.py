"""Name what follows a decision that does not give what was asked, each step once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.applications import FOLLOW_UPS, StepStands
from hopecare.queries.follow_ups import steps_of
from models import Application, ApplicationStep

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.applications import Decision
    from models import Referral


def name_follow_ups(session: Session, of: Application | Referral, decision: Decision) -> None:
    """Open the steps of the decision; a second one leaves what was done for the first."""
    known = {each.step for each in steps_of(session, of.id)}
    is_applied_for = isinstance(of, Application)
    for step in FOLLOW_UPS[decision]:
        if step not in known:
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
