"""Tell on a person's timeline that they live somewhere else from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.services.note_timeline import note_timeline
from models import Household

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Merge, Person


def note_household_changed(
    session: Session, person: Person, by_it: Household | Merge, *, by: Actor, now: datetime
) -> None:
    """Write the entry by which a yes to what was asked before is held to the home of now.

    `by_it` is the home; where only a district is written down, the merge that changed it.
    """
    area_id = by_it.area_id if isinstance(by_it, Household) else person.area_id
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.HOUSEHOLD_CHANGED,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=by_it.id,
        facts={"area_id": str(area_id) if area_id else None},
    )
