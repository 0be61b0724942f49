"""A resident wishes something about those who may help them, or does not mind any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.people import HelperWish
from hopecare.domain.timeline import EntryKind
from hopecare.services.note_timeline import note_timeline
from hopecare.services.stand_down_unwished import stand_down_unwished

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def set_helper_wish(
    session: Session, resident: Person, *, wish: HelperWish, holds: bool, by: Actor, now: datetime
) -> Person:
    """Write the wish; it holds at once, also for those who are asked and have not answered."""
    if getattr(resident, wish.value) == holds:
        return resident
    setattr(resident, wish.value, holds)
    session.flush()
    note_timeline(
        session,
        town_id=resident.town_id,
        kind=EntryKind.RESIDENT_CHANGED,
        at=now,
        by=by,
        person_id=resident.id,
        subject_id=resident.id,
        facts={"fields": wish.value, "version": resident.version},
    )
    if holds and wish is not HelperWish.MAY_BE_NAMED:
        stand_down_unwished(session, resident, by=by, now=now)
    return resident
