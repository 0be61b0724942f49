"""Register somebody who was not known before as a volunteer: person, telephone, home, profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.names import called_with_honorific
from hopecare.queries.areas import find_centre_of_area
from hopecare.queries.town_days import local_day
from hopecare.services.change_contact_point import NewPoint, change_contact_point
from hopecare.services.join_as_volunteer import join_as_volunteer
from hopecare.services.move_household import Home, move_household
from hopecare.services.note_person_terms import note_person_terms
from models import Person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.phone import PhoneNumber
    from hopecare.services.join_as_volunteer import VolunteerWish
    from models import VolunteerProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVolunteer:
    """Who would like to help, and where they live."""

    full_name: str
    phone: PhoneNumber
    area_id: UUID
    language: str
    address: str | None = None
    point: tuple[float, float] | None = None
    """Latitude and longitude of their home, where somebody measured them."""
    phone_is_shared: bool = False


def register_volunteer(
    session: Session,
    *,
    town_id: UUID,
    new: NewVolunteer,
    wish: VolunteerWish,
    by: Actor,
    now: datetime,
) -> VolunteerProfile:
    """Open the person and let them join; they sign in with this telephone and a code."""
    person = _person(session, town_id, new, by, now)
    point = NewPoint(number=new.phone, is_shared=new.phone_is_shared)
    change_contact_point(session, person, point, by=by, now=now)
    home = Home(area_id=new.area_id, address=new.address, point=new.point)
    move_household(session, [person], home, by=by, now=now)
    return join_as_volunteer(session, person_id=person.id, wish=wish, by=by, now=now)


def _person(session: Session, town_id: UUID, new: NewVolunteer, by: Actor, now: datetime) -> Person:
    today = local_day(session, town_id, now)
    covering = find_centre_of_area(session, new.area_id, on=today)
    person = Person(
        town_id=town_id,
        full_name=new.full_name,
        called=called_with_honorific(new.full_name, new.language),
        language=new.language,
        created_at=now,
        centre_id=covering.id if covering else getattr(by, "centre_id", None),
        area_id=new.area_id,
    )
    session.add(person)
    session.flush()
    note_person_terms(session, person)
    return person
