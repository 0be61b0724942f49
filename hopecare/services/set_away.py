"""A volunteer rests until a day, or takes requests again; nobody asks why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import profile_of
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import VolunteerProfile


def set_away(
    session: Session,
    *,
    person_id: UUID,
    is_on_duty: bool,
    away_until: date | None,
    by: Actor,
    now: datetime,
) -> VolunteerProfile:
    """Write whether a volunteer may be asked, and the first day they may be asked again."""
    profile = profile_of(session, person_id, alone=True)
    if away_until is not None and away_until <= local_day(session, profile.town_id, now):
        raise InvalidInputError({"away_until": ["not_in_the_future"]})
    profile.is_on_duty = is_on_duty or away_until is not None
    profile.away_until = away_until
    is_resting = not is_on_duty or away_until is not None
    note_timeline(
        session,
        town_id=profile.town_id,
        kind=EntryKind.VOLUNTEER_AWAY if is_resting else EntryKind.VOLUNTEER_BACK,
        at=now,
        by=by,
        person_id=person_id,
        subject_id=profile.id,
        facts={"until": away_until.isoformat() if away_until else None},
    )
    session.flush()
    return profile
