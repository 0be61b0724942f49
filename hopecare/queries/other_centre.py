"""Whether another centre than their own looks after the district a volunteer lives in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.areas import find_centre_of_area
from hopecare.queries.town_days import local_day

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Centre, Person, VolunteerProfile


def other_centre(
    session: Session, person: Person, profile: VolunteerProfile, *, now: datetime
) -> Centre | None:
    """Give the centre they may be passed on to; None where it is theirs, or nobody covers it."""
    today = local_day(session, profile.town_id, now)
    covering = find_centre_of_area(session, person.area_id, on=today)
    return None if covering is None or covering.id == profile.centre_id else covering
