"""After a merge a volunteer's way is measured from the home that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.residents import person_by_id
from hopecare.queries.said_homes import said_home
from hopecare.services.place_volunteer import place_volunteer
from hopecare.services.set_noted import Noted, set_noted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.services.hold_homes import HeldHomes


def place_merged(session: Session, held: HeldHomes, *, noted: Noted) -> None:
    """Write the point of that home, and note the one before: the undo puts it back."""
    for profile in held.profiles:
        person = person_by_id(session, profile.person_id)
        if said_home(session, person) == held.helpers[profile.id]:
            continue
        before = profile.grid_lat, profile.grid_lon
        place_volunteer(session, person, profile, starts_from=profile.starts_from)
        lat, lon = profile.grid_lat, profile.grid_lon
        profile.grid_lat, profile.grid_lon = before
        set_noted(noted, profile, grid_lat=lat, grid_lon=lon)
    session.flush()
