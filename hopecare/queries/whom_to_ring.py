"""Whom a person rings one by one where nobody was found: the nearest who may be asked, and free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.candidates import TO_RING, candidates_for
from hopecare.queries.clashes import clashing_of
from hopecare.queries.may_help import may_be_helped
from hopecare.queries.need_times import has_passed
from hopecare.queries.town_days import local_day
from models import VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.candidates import Candidate
    from models import Case, Need


def whom_to_ring(
    session: Session, case: Case, need: Need, *, now: datetime
) -> tuple[Sequence[Candidate], bool]:
    """Give them, and whether they are measured from the middle of the district.

    Nobody for a day that has passed, or where the resident does not agree to neighbours.
    """
    if has_passed(session, need, now=now):
        return (), False
    if not may_be_helped(session, case.resident_id, now=now):
        return (), False
    lookup = candidates_for(session, need, now=now, explain=False)
    helper_ids = [each.helper_id for each in lookup.askable]
    # Their yes would be refused: nobody rings for that.
    elsewhere = clashing_of(session, need, helper_ids, now=now)
    left_in_peace = elsewhere | _resting(session, need, helper_ids, now)
    return lookup.first_to_ask(TO_RING, but=left_in_peace), lookup.is_centroid


def _resting(
    session: Session, need: Need, helper_ids: Sequence[UUID], now: datetime
) -> frozenset[UUID]:
    """Who named a day until which we ask them nothing, also for what begins after it."""
    today = local_day(session, need.town_id, now)
    resting = select(VolunteerProfile.person_id).where(
        VolunteerProfile.person_id.in_(helper_ids), VolunteerProfile.away_until > today
    )
    return frozenset(session.scalars(resting))
