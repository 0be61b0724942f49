"""Nothing more is to be done about a decision: another has come in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.applications import StepStands
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.town_days import local_day

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application, Referral


def leave_open_steps(
    session: Session, of: Application | Referral, *, by: Actor, now: datetime
) -> None:
    """Write down today that the open steps of an application or a referral are not taken."""
    today = local_day(session, of.town_id, now)
    for step in steps_of(session, of.id):
        if step.stands is StepStands.OPEN:
            step.stands, step.settled_on = StepStands.LEFT, today
            step.settled_by_id = by.person_id
