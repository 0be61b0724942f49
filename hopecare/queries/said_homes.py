"""What a record says of where somebody lives, so that two can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.places import find_household, find_place
from hopecare.queries.search_terms import address_index

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Person

    Home = tuple[object, ...]


def said_home(session: Session, person: Person) -> Home:
    """Give what can be compared: two rows may say the same home."""
    household = find_household(session, person.id)
    area_id = household.area_id if household else person.area_id
    line = household.address if household else None
    address = address_index(line) if line else None
    if address is not None:
        return (address, area_id)
    place = find_place(session, person)
    return (None, area_id, place.lat, place.lon) if place else (None, area_id)
