"""Move people to another home, new or known; where they lived before ends the same day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.people import HouseholdMemberRole
from hopecare.errors import NotFoundError
from hopecare.queries.areas import area_by_id
from hopecare.queries.households import find_membership
from hopecare.queries.places import on_grid
from hopecare.queries.search_terms import address_index, building_index
from hopecare.queries.town_days import local_day
from hopecare.services.note_household_changed import note_household_changed
from models import Household, HouseholdMember

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where somebody lives: a place, or the household of somebody who is known."""

    area_id: UUID | None = None
    address: str | None = None
    door_notes: str | None = None
    point: tuple[float, float] | None = None
    """Latitude and longitude, where somebody measured them."""
    household_id: UUID | None = None
    role: HouseholdMemberRole = HouseholdMemberRole.HEAD


def move_household(
    session: Session, people: Sequence[Person], home: Home, *, by: Actor, now: datetime
) -> Household:
    """Let these people live there from today; the first is the head of a new household."""
    today = local_day(session, people[0].town_id, now)
    household = _household(session, people[0].town_id, home, today)
    has_members = home.household_id is not None
    for position, person in enumerate(people):
        _leave(session, person, household, today)
        follows = position > 0 and not has_members
        role = HouseholdMemberRole.OTHER if follows else home.role
        session.add(
            HouseholdMember(
                town_id=person.town_id,
                household_id=household.id,
                person_id=person.id,
                role=role,
                from_on=today,
            )
        )
        person.area_id = household.area_id
        note_household_changed(session, person, household, by=by, now=now)
    session.flush()
    return household


def _household(session: Session, town_id: UUID, home: Home, today: date) -> Household:
    if home.household_id is not None:
        known = session.get(Household, home.household_id)
        if known is None:
            raise NotFoundError(kind="household", id=home.household_id)
        return known
    point = home.point or _centroid(session, home.area_id)
    grid = on_grid(*point) if point else (None, None)
    household = Household(
        town_id=town_id,
        area_id=home.area_id,
        from_on=today,
        address=home.address,
        address_index=address_index(home.address) if home.address else None,
        building_index=building_index(home.address) if home.address else None,
        door_notes=home.door_notes,
        exact_point={"lat": home.point[0], "lon": home.point[1]} if home.point else None,
        grid_lat=grid[0],
        grid_lon=grid[1],
    )
    session.add(household)
    session.flush()
    return household


def _centroid(session: Session, area_id: UUID | None) -> tuple[float, float] | None:
    """Without a measured point, the middle of the district stands in for it."""
    if area_id is None:
        return None
    area = area_by_id(session, area_id)
    return None if area.lat is None or area.lon is None else (area.lat, area.lon)


def _leave(session: Session, person: Person, household: Household, today: date) -> None:
    left = find_membership(session, person.id)
    if left is None or left.household_id == household.id:
        if left is not None:
            left.until_on = today
        session.flush()
        return
    left.until_on = today
    session.flush()
    stays = session.scalar(
        select(HouseholdMember.id).where(
            HouseholdMember.household_id == left.household_id, HouseholdMember.until_on.is_(None)
        )
    )
    if stays is None:
        empty = session.get_one(Household, left.household_id)
        empty.until_on = today
