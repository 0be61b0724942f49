"""Give a known home the point that a list says, where it has none yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.households import find_membership
from hopecare.queries.places import find_household
from hopecare.services.measure_home import HomeRead, measure_home

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def fill_home_point(
    session: Session,
    *,
    person_id: UUID,
    household_id: UUID | None,
    point: tuple[float, float],
    by: Actor,
    now: datetime,
) -> bool:
    """Write it where they still live there, and say whether; what somebody measured stays."""
    lived, home = find_membership(session, person_id), find_household(session, person_id)
    if (home.id if home else None) != household_id or (home and home.exact_point):
        return False
    read = HomeRead.of(lived, home)
    measure_home(session, person_id=person_id, point=point, read=read, by=by, now=now)
    return True
