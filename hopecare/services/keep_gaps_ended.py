"""What a partner said is received stays missed by nobody while nobody is asked anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import ProgrammeAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from models import Assessment


def keep_gaps_ended(
    session: Session, before: Assessment | None, answers: Iterable[ProgrammeAnswer]
) -> None:
    """Carry over to a computed answer which gaps of the one before it were ended by others."""
    if before is None:
        return
    rows = session.scalars(
        select(ProgrammeAnswer).where(
            ProgrammeAnswer.assessment_id == before.id, ProgrammeAnswer.ended_by_id.is_not(None)
        )
    )
    ended = {each.programme: each.ended_by_id for each in rows}
    for each in answers:
        if each.is_gap:
            each.ended_by_id = ended.get(each.programme)
