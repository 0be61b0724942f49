"""Tell on a person's timeline that they live somewhere else from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Household, Person


def note_household_changed(
    session: Session, person: Person, household: Household, *, by: Actor, now: datetime
) -> None:
    """Write the entry by which a yes to what was asked before is held to the home of now."""
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.HOUSEHOLD_CHANGED,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=household.id,
        facts={"area_id": str(household.area_id) if household.area_id else None},
    )
