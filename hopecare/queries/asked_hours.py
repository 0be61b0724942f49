"""The hours in which each volunteer wishes to be asked, and from when a question may leave to them.

In a crisis nobody's own hours hold a question back that was made.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.asking import may_ask_from, own_hours
from hopecare.domain.urgency import Urgency
from hopecare.queries.town_days import town_by_id
from models import VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime, time
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Case


def asked_hours(session: Session, helper_ids: Collection[UUID]) -> Mapping[UUID, tuple[time, time]]:
    """Give from when until when each wishes to be asked; whoever set nothing is not there."""
    if not helper_ids:
        return {}
    own = select(
        VolunteerProfile.person_id, VolunteerProfile.asked_from, VolunteerProfile.asked_until
    ).where(
        VolunteerProfile.person_id.in_(sorted(helper_ids)), VolunteerProfile.asked_from.is_not(None)
    )
    return {row.person_id: (row.asked_from, row.asked_until) for row in session.execute(own)}


def leaves_at(
    session: Session, case: Case, helper_ids: Collection[UUID], *, now: datetime
) -> Mapping[UUID, datetime]:
    """Give from when a question about this case may leave to each, by their own hours alone."""
    if case.urgency is Urgency.CRISIS:
        return dict.fromkeys(helper_ids, now)
    zone, moment = town_by_id(session, case.town_id).zone, now.astimezone(UTC)
    begins = {
        helper_id: may_ask_from(own_hours(zone, asked_from=start, asked_until=end), now=moment)
        for helper_id, (start, end) in asked_hours(session, helper_ids).items()
    }
    return dict.fromkeys(helper_ids, now) | begins
