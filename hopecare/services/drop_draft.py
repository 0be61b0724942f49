"""Erase what a worker said and did not keep: it was kept, or is begun anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import StaleVersionError
from hopecare.queries.drafts import find_draft
from hopecare.services.hold_people import hold_people

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


def drop_draft(session: Session, *, person_id: UUID, version: int, by: Identity) -> None:
    """Erase the draft that was read; refused where it says something else by now."""
    hold_people(session, person_id)
    draft = find_draft(session, person_id, by.person_id)
    if draft is None:
        return
    if draft.version != version:
        raise StaleVersionError(kind="assessment_draft", version=draft.version, expected=version)
    session.delete(draft)
    session.flush()
