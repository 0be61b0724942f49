"""Nothing is to be done about a decision that was none; what was done stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.applications import StepStands
from hopecare.queries.follow_ups import steps_of

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def forget_open_steps(session: Session, of_id: UUID) -> None:
    """Take away the open steps of an application or a referral."""
    for step in steps_of(session, of_id):
        if step.stands is StepStands.OPEN:
            session.delete(step)
