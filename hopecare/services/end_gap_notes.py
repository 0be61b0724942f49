"""What was written about a gap becomes history once an answer closes the gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.gaps import ending_of
from hopecare.queries.gaps import open_gap_notes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import ProgrammeAnswer


def end_gap_notes(
    session: Session, person_id: UUID, answers: Iterable[ProgrammeAnswer], *, now: datetime
) -> None:
    """End the open notes of what is received by now, or seems not possible any more."""
    endings = {each.programme: ending_of(each.verdict, each.receiving) for each in answers}
    for note in open_gap_notes(session, person_id):
        ending = endings.get(note.programme)
        if ending is not None:
            note.ended_at, note.ending = now, ending
