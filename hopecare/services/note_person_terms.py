"""Keep a person's blind search terms equal to the name and birth date they have now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.search_terms import person_terms
from models import SearchTerm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Person


def note_person_terms(session: Session, person: Person) -> None:
    """Add the terms that are missing and remove those that no longer hold."""
    session.flush()
    wanted = person_terms(person.full_name, romanised=person.romanised, birth_on=person.birth_on)
    rows = session.scalars(select(SearchTerm).where(SearchTerm.person_id == person.id)).all()
    for row in rows:
        if (row.kind, row.term) not in wanted:
            session.delete(row)
    known = {(row.kind, row.term) for row in rows}
    session.add_all(
        SearchTerm(town_id=person.town_id, person_id=person.id, kind=kind, term=term)
        for kind, term in sorted(wanted - known)
    )
    session.flush()
