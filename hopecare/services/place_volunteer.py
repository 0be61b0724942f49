"""Put down from where a volunteer's way is measured: their home, a wide square, or the district."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.matching.distance import SQUARE_M, Point
from hopecare.domain.matching.distance import on_grid as on_squares
from hopecare.domain.people import StartsFrom
from hopecare.queries.places import find_household, on_grid
from models import Area

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Person, VolunteerProfile

    Grid = tuple[float, float] | None


def place_volunteer(
    session: Session, person: Person, profile: VolunteerProfile, *, starts_from: StartsFrom
) -> None:
    """Write the grid point of that choice; nothing finer than what they chose is kept."""
    grid = _grid(session, person, profile, starts_from)
    profile.starts_from = starts_from
    profile.grid_lat, profile.grid_lon = grid or (None, None)


def _grid(
    session: Session, person: Person, profile: VolunteerProfile, starts_from: StartsFrom
) -> Grid:
    if starts_from is StartsFrom.DISTRICT:
        return _middle(session, person)
    home = _home(session, person) or _kept(profile)
    if home is None or starts_from is StartsFrom.HOME:
        return home
    square = on_squares(Point(*home), size_m=SQUARE_M)
    return on_grid(square.lat, square.lon)


def _home(session: Session, person: Person) -> Grid:
    home = find_household(session, person.id)
    if home is None or home.grid_lat is None or home.grid_lon is None:
        return None
    return home.grid_lat, home.grid_lon


def _kept(profile: VolunteerProfile) -> Grid:
    """Where no home is known, the point that was given when they joined."""
    if profile.grid_lat is None or profile.grid_lon is None:
        return None
    return profile.grid_lat, profile.grid_lon


def _middle(session: Session, person: Person) -> Grid:
    area = session.get(Area, person.area_id) if person.area_id else None
    return (
        None
        if area is None or area.lat is None or area.lon is None
        else on_grid(area.lat, area.lon)
    )
