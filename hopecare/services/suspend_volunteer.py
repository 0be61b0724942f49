"""A safeguarding act: a volunteer is not asked any more until staff say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.volunteers import profile_of
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import VolunteerProfile


def suspend_volunteer(
    session: Session, *, person_id: UUID, is_suspended: bool, by: Actor, now: datetime
) -> VolunteerProfile:
    """Suspend or reinstate; running tasks are ended one by one, each with a successor first."""
    profile = profile_of(session, person_id, alone=True)
    if (profile.suspended_at is not None) == is_suspended:
        return profile
    profile.suspended_at = now if is_suspended else None
    note_timeline(
        session,
        town_id=profile.town_id,
        kind=EntryKind.VOLUNTEER_SUSPENDED if is_suspended else EntryKind.VOLUNTEER_REINSTATED,
        at=now,
        by=by,
        person_id=person_id,
        subject_id=profile.id,
    )
    session.flush()
    return profile
