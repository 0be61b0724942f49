"""How far away a home is, as a volunteer may know it before they have said yes: one place only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hopecare import keyring
from hopecare.domain.matching.constraints import BY_TELEPHONE
from hopecare.domain.matching.distance import DistanceBand, Point, band_of, distance_m, jittered
from hopecare.queries.places import is_middle
from models import Area, Household, HouseholdMember, Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select

    from models import Need, VolunteerProfile


class Home(NamedTuple):
    """Where somebody lives, as one part of a row."""

    area: Area | None
    grid_lat: float | None
    grid_lon: float | None
    is_measured: bool
    """Whether the exact place is known."""
    household_id: UUID | None
    resident_id: UUID


HOME: Final = (
    Area,
    Household.grid_lat,
    Household.grid_lon,
    Household.exact_point.is_not(None),
    Household.id,
    Person.id,
)
"""What `Home` is read from, in its order; never a name or an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FromAfar:
    """What a volunteer may know of a place."""

    band: DistanceBand | None
    is_rough: bool
    """The home is not known: measured from the middle of the district."""


def joined_to_home(asked: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join district and home to a statement that has the resident."""
    return (
        asked.outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(
            HouseholdMember,
            (HouseholdMember.person_id == Person.id) & HouseholdMember.until_on.is_(None),
        )
        .outerjoin(Household, Household.id == HouseholdMember.household_id)
    )


def seen_from_afar(profile: VolunteerProfile, need: Need, home: Home) -> FromAfar:
    """How far it is, from one secret point near the home: however many bands find no house."""
    area = home.area
    place = _point(home.grid_lat, home.grid_lon) or (_point(area.lat, area.lon) if area else None)
    is_rough = place is not None and not home.is_measured and is_middle(area, place.lat, place.lon)
    return FromAfar(band=_band(profile, need, place, home), is_rough=is_rough)


def _band(
    profile: VolunteerProfile, need: Need, place: Point | None, home: Home
) -> DistanceBand | None:
    """The secret point belongs to the home and not to one case.

    The points of many cases would lie around it.
    """
    start = _point(profile.grid_lat, profile.grid_lon)
    if place is None or start is None or need.kind in BY_TELEPHONE:
        return None
    whose = str(home.household_id or home.resident_id)
    seed = keyring.current().blind("shown_point", whose).encode()
    return band_of(distance_m(jittered(place, seed=seed), start))


def _point(lat: float | None, lon: float | None) -> Point | None:
    return None if lat is None or lon is None else Point(lat, lon)
