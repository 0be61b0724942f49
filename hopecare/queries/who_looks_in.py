"""Reads whether somebody may still be sent to a resident's door: they hold the key, or help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.check_ins import named_keyholders
from hopecare.queries.tasks import helpers_of

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def still_looks_in(session: Session, person_id: UUID, *, resident_id: UUID, on: date) -> bool:
    """Whether they are written down to look in on this resident on this day, or help them now."""
    if person_id in helpers_of(session, resident_id):
        return True
    named = named_keyholders(session, resident_id, today=on)
    return any(each.person_id == person_id for each in named)
