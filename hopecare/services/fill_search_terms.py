"""Give people the search terms they lack, as after an import that was cut off at its very end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.services.note_person_terms import note_person_terms
from models import Person, SearchTerm
from models.people import TermKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

AT_A_TIME = 200


def fill_search_terms(session: Session, *, limit: int = AT_A_TIME) -> int:
    """Complete the terms of some people who cannot be found by typing; gives how many."""
    has_prefix = select(SearchTerm.id).where(
        SearchTerm.person_id == Person.id, SearchTerm.kind == TermKind.NAME_PREFIX
    )
    has_name = select(SearchTerm.id).where(
        SearchTerm.person_id == Person.id, SearchTerm.kind == TermKind.NAME
    )
    lacking = session.scalars(
        select(Person)
        .where(has_name.exists(), ~has_prefix.exists())
        .order_by(Person.id)
        .limit(limit)
        .with_for_update(key_share=True)
    ).all()
    for person in lacking:
        note_person_terms(session, person)
    return len(lacking)
