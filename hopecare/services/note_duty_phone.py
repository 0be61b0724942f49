"""Note the telephone somebody is on duty with: one they have, or one more beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.identity import Identity
from hopecare.domain.permissions import may
from hopecare.domain.predicates import Subject
from hopecare.errors import InvalidInputError
from hopecare.queries.residents import contact_points_of
from hopecare.queries.search_terms import number_indexes
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

    Alerts are texts, so it has to take them. A number is also a way to sign in: a new one is noted
    for oneself, or by whoever keeps the accounts.
    """
    person = person_by_id(session, person_id)
    before = contact_points_of(session, [person_id], on=local_day(session, person.town_id, now))
    index = number_indexes(number.e164)["value_index"]
    point = next((each for each in before if each.value_index == index), None)
    if point is None:
        _refuse_others(person_id, by)
        new = NewPoint(number=number, is_for_duty=True)
        point = change_contact_point(session, person, new, by=by, now=now)
        point.is_preferred = not before
        session.flush()
    if not point.can_text:
        raise InvalidInputError({"phone": ["phone_takes_no_texts"]})
    return point


def _refuse_others(person_id: UUID, by: Actor) -> None:
    """Nobody else opens a way into somebody's account."""
    keeps_accounts = isinstance(by, Identity) and (
        may(by, "account.change", Subject(town_id=by.town_id)).allowed
    )
    if by.person_id != person_id and not keeps_accounts:
        raise InvalidInputError({"phone": ["phone_not_theirs"]})
