"""Add what some imported people are found by in the search box, after they were copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from hopecare.services.part_batch import FIRST_TERMS
from models import ContactPoint, Person, SearchTerm

if TYPE_CHECKING:
    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from hopecare.services.stage_rows import StagedRows


def complete_people(session: Session, *, staged: StagedRows) -> None:
    """Copy the terms that may follow, and give the numbers the index of their last digits.

    Whoever was completed meanwhile, by an edit or by another import, stays as they are.
    """
    terms, points = staged.table_of(SearchTerm), staged.table_of(ContactPoint)
    if terms is not None:
        _complete_terms(session, terms)
    if points is not None:
        _complete_numbers(session, points)


def _complete_terms(session: Session, terms: Table) -> None:
    """Whoever has later terms already has all of them, and of the name they bear now."""
    session.execute(
        select(Person.id)
        .where(Person.id.in_(select(terms.c.person_id)))
        .order_by(Person.id)
        .with_for_update(key_share=True)
    )
    has_later = select(SearchTerm.id).where(
        SearchTerm.person_id == terms.c.person_id, SearchTerm.kind.not_in(FIRST_TERMS)
    )
    names = [column.name for column in terms.columns]
    missing = select(terms).where(~has_later.exists())
    session.execute(insert(SearchTerm).from_select(names, missing))


def _complete_numbers(session: Session, points: Table) -> None:
    session.execute(
        update(ContactPoint)
        .where(
            ContactPoint.id == points.c.id,
            ContactPoint.last_four_index.is_(None),
            points.c.last_four_index.is_not(None),
        )
        .values(
            last_four_index=points.c.last_four_index,
            last_eight_index=points.c.last_eight_index,
            version=ContactPoint.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
