"""Add what some imported people are found by in the search box, after they were copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from models import ContactPoint, SearchTerm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.services.stage_rows import StagedRows


def complete_people(session: Session, *, staged: StagedRows) -> None:
    """Copy the terms that may follow, and give the numbers the index of their last digits."""
    staged.copy(session, (SearchTerm,))
    points = staged.table_of(ContactPoint)
    if points is None:
        return
    session.execute(
        update(ContactPoint)
        .where(ContactPoint.id == points.c.id)
        .values(
            last_four_index=points.c.last_four_index,
            last_eight_index=points.c.last_eight_index,
            version=ContactPoint.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
