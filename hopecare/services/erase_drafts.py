"""Erase every draft about a person who has died, or wants no record any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.drafts import drafts_about

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def erase_drafts(session: Session, person_id: UUID) -> None:
    """Erase what was said and never kept; nothing of it comes back. A legal hold keeps it."""
    for draft in drafts_about(session, person_id):
        if draft.held_by is None:
            session.delete(draft)
    session.flush()
