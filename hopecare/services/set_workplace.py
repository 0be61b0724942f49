"""A resident says where they work or learn, so that no colleague is asked who should not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.services.note_timeline import note_timeline
from hopecare.services.stand_down_unwished import stand_down_unwished
from hopecare.services.write_workplace import write_workplace

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def set_workplace(
    session: Session, person: Person, *, workplace: str | None, by: Actor, now: datetime
) -> None:
    """Keep the name, or forget it; a resident's wish about colleagues holds at once."""
    if not write_workplace(person, workplace):
        return
    session.flush()
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.RESIDENT_CHANGED,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=person.id,
        facts={"fields": "workplace", "version": person.version},
    )
    stand_down_unwished(session, person, by=by, now=now)
