"""Note the telephone somebody is on duty with: one they have, or one more beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError
from hopecare.queries.residents import contact_points_of
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import person_by_id
from hopecare.services.change_contact_point import NewPoint, change_contact_point

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.phone import PhoneNumber
    from models import ContactPoint


def note_duty_phone(
    session: Session, *, person_id: UUID, number: PhoneNumber, by: Actor, now: datetime
) -> ContactPoint:
    """Give their number, or note it; it never becomes the usual one of who has another.

    Alerts are texts, so it has to take them.
    """
    person = person_by_id(session, person_id)
    before = contact_points_of(session, [person_id], on=local_day(session, person.town_id, now))
    point = change_contact_point(session, person, NewPoint(number=number), by=by, now=now)
    if not point.can_text:
        raise InvalidInputError({"phone": ["phone_takes_no_texts"]})
    if before and point not in before:
        point.is_preferred = False
        session.flush()
    return point
