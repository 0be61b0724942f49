"""What a district is called in a reader's language, and where a resident lives on the grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from models import Area, Household, HouseholdMember, Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Centre, Organisation, Service


GRID_DECIMALS: Final = 3
"""Decimals of a degree: about a hundred metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPlace:
    """A point of the 100 m grid; `is_centroid` where only the district is known."""

    lat: float
    lon: float
    is_centroid: bool


def called_in(row: Centre | Organisation | Service, language: str) -> str:
    """Say a name that stands in Korean and in English as the reader's language writes it."""
    return row.name if language == "ko" else row.name_en


def area_name(area: Area | None, *, language: str) -> str:
    """Say an area's name as the reader's language writes it."""
    if area is None:
        return ""
    return area.name if language == "ko" else area.name_en


def district_name(session: Session, area_id: UUID | None, *, language: str) -> str:
    """Say the name of a district by its key."""
    return area_name(session.get(Area, area_id) if area_id else None, language=language)


def find_household(session: Session, person_id: UUID) -> Household | None:
    """Give the household a person lives in now."""
    return session.scalars(
        select(Household)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .where(HouseholdMember.person_id == person_id, HouseholdMember.until_on.is_(None))
    ).first()


def is_middle(area: Area | None, lat: float, lon: float) -> bool:
    """Tell a home nobody measured: the middle of its district was written down for it."""
    return area is not None and lies_in_middle((lat, lon), (area.lat, area.lon))


def lies_in_middle(home: tuple[float, float], middle: tuple[float | None, float | None]) -> bool:
    """The same of two places as numbers; nothing lies in a middle that nobody knows."""
    lat, lon = middle
    return lat is not None and lon is not None and on_grid(*home) == on_grid(lat, lon)


def on_grid(lat: float, lon: float) -> tuple[float, float]:
    """Lay a point on the 100 m grid."""
    return round(lat, GRID_DECIMALS), round(lon, GRID_DECIMALS)


def find_place(session: Session, person: Person) -> GridPlace | None:
    """Give a resident's grid point, or the middle of the district, or nothing."""
    household = find_household(session, person.id)
    if household and household.grid_lat is not None and household.grid_lon is not None:
        own = session.get(Area, household.area_id) if household.area_id else None
        lat, lon = household.grid_lat, household.grid_lon
        is_unmeasured = household.exact_point is None
        return GridPlace(lat=lat, lon=lon, is_centroid=is_unmeasured and is_middle(own, lat, lon))
    area = session.get(Area, person.area_id) if person.area_id else None
    if area is None or area.lat is None or area.lon is None:
        return None
    return GridPlace(lat=area.lat, lon=area.lon, is_centroid=True)
