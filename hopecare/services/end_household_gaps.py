"""What one of a household says is received is missed by none of those who live with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from hopecare.domain.screening import RECEIVES
from hopecare.queries.households import find_living
from hopecare.services.end_gap_notes import end_gap_notes
from models import Assessment, ProgrammeAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


def end_household_gaps(
    session: Session, assessment: Assessment, answers: Iterable[ProgrammeAnswer], *, now: datetime
) -> None:
    """End the older gaps of the others, and what was written about them; answers stay as given.

    Every programme is paid to a household: who asks anew of one of them later opens it again.
    """
    received = [each for each in answers if each.receiving == RECEIVES]
    living = find_living(session, assessment.person_id)
    others = living.others(assessment.person_id) if living else ()
    if not received or not others:
        return
    older = select(Assessment.id).where(
        Assessment.person_id.in_([each.id for each in others]),
        Assessment.on_date <= assessment.on_date,
    )
    session.execute(
        update(ProgrammeAnswer)
        .where(
            ProgrammeAnswer.assessment_id.in_(older),
            ProgrammeAnswer.programme.in_([each.programme for each in received]),
            ProgrammeAnswer.is_gap,
            ProgrammeAnswer.ended_by_id.is_(None),
        )
        .values(ended_by_id=assessment.id)
    )
    for other in others:
        end_gap_notes(session, other.id, received, now=now)
