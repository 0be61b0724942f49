"""Write down when one of the staff is away: once, and every rota obeys it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.duty import FURTHEST
from hopecare.domain.roles import STAFF
from hopecare.errors import InvalidInputError
from hopecare.queries.identities import roles_of
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import person_by_id
from models import StaffLeave

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def set_leave(
    session: Session, *, person_id: UUID, from_at: datetime, until_at: datetime, now: datetime
) -> StaffLeave:
    """Write it; substitutes take over by themselves, and hours without one show as a gap.

    No timeline entry: it belongs to no resident. Who wrote it stands with the operation.
    """
    person = person_by_id(session, person_id)
    today = local_day(session, person.town_id, now)
    if not roles_of(session, person_id, on=today) & STAFF:
        raise InvalidInputError({"person_id": ["not_a_choice"]})
    if until_at <= from_at:
        raise InvalidInputError({"until_on": ["ends_before_it_begins"]})
    if until_at <= now:
        raise InvalidInputError({"until_on": ["date_in_past"]})
    if until_at - now > FURTHEST:
        raise InvalidInputError({"until_on": ["date_too_late"]})
    same = select(StaffLeave.id).where(
        StaffLeave.person_id == person_id,
        StaffLeave.from_at < until_at,
        StaffLeave.until_at > from_at,
    )
    if session.scalars(same).first() is not None:
        raise InvalidInputError({"person_id": ["already_there"]})
    leave = StaffLeave(
        town_id=person.town_id, person_id=person_id, from_at=from_at, until_at=until_at
    )
    session.add(leave)
    session.flush()
    return leave
