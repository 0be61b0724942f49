"""Say what terms of a taxonomy mean in this town, instead of what was said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from models import DirectoryTerm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.reading.hsds_terms import TermMeaning


def set_directory_terms(session: Session, *, town_id: UUID, terms: Sequence[TermMeaning]) -> int:
    """Write the whole mapping anew; says how many terms it has. The next import obeys it."""
    session.execute(delete(DirectoryTerm).where(DirectoryTerm.town_id == town_id))
    session.add_all(
        DirectoryTerm(
            town_id=town_id, term=each.term, needs=list(each.needs), programme=each.programme
        )
        for each in terms
    )
    session.flush()
    return len(terms)
