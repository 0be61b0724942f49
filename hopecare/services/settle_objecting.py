"""Say that the step of objecting was taken: the objection is with the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.applications import FollowUp, StepStands
from hopecare.queries.follow_ups import steps_of

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def settle_objecting(session: Session, of_id: UUID, *, on: date, by: Actor) -> None:
    """Of an application or a referral, where it was named."""
    for each in steps_of(session, of_id):
        if each.step is FollowUp.OBJECT:
            each.stands, each.settled_on = StepStands.DONE, on
            each.settled_by_id = by.person_id
