"""A resident would rather not be helped by anybody of their own building, or does not mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def set_building_wish(
    session: Session, resident: Person, *, nobody: bool, by: Actor, now: datetime
) -> Person:
    """Write the wish; the ranking obeys it from the next question on."""
    if resident.nobody_of_building == nobody:
        return resident
    resident.nobody_of_building = nobody
    session.flush()
    note_timeline(
        session,
        town_id=resident.town_id,
        kind=EntryKind.RESIDENT_CHANGED,
        at=now,
        by=by,
        person_id=resident.id,
        subject_id=resident.id,
        facts={"fields": "nobody_of_building", "version": resident.version},
    )
    return resident
