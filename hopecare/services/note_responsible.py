"""Note in the timeline that somebody else is responsible for a crisis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Crisis


def note_responsible(session: Session, crisis: Crisis, *, by: Actor, now: datetime) -> None:
    """Write whom it is in the hands of from now on."""
    note_timeline(
        session,
        town_id=crisis.town_id,
        kind=EntryKind.CRISIS_HANDED_ON,
        at=now,
        by=by,
        person_id=crisis.person_id,
        case_id=crisis.case_id,
        subject_id=crisis.id,
        facts={"responsible_id": str(crisis.responsible_id)},
    )
