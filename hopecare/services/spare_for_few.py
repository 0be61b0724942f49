"""Reckon, once a night, whom needs that few fit would miss; waves ask those later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.matching.sparing import missed_in_all, who_fits
from hopecare.queries.batch_helpers import active_helpers
from hopecare.queries.month_needs import month_needs
from hopecare.queries.town_days import local_day
from models import VolunteerProfile
from models.many import update_many

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

DIGITS: Final = 4
"""Of a number that is some hundredths for most; what changes less is not written anew."""


def spare_for_few(session: Session, *, town_id: UUID, now: datetime) -> int:
    """Keep it by volunteer and say how many changed; who takes no requests is missed nowhere."""
    helpers = active_helpers(session, now=now)
    needs = month_needs(session, town_id, now=now)
    found = missed_in_all(who_fits(needs, helpers, on=local_day(session, town_id, now)))
    kept = session.execute(
        select(VolunteerProfile.id, VolunteerProfile.person_id, VolunteerProfile.missed)
        .where(VolunteerProfile.town_id == town_id)
        .order_by(VolunteerProfile.id)
    )
    changed = [
        {"id": row.id, "missed": missed}
        for row in kept
        if (missed := round(found.get(row.person_id, 0.0), DIGITS)) != row.missed
    ]
    if changed:
        # Straight into the table: nobody edited the profile, so no open form becomes stale by it.
        update_many(session.connection(), VolunteerProfile, changed)
    return len(changed)
