"""Two records of one person that say two homes, neighbours near one of them, and the merge."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from hopecare.queries.places import find_household
from hopecare.queries.search_terms import address_index, building_index
from hopecare.queries.volunteers import profile_of
from hopecare.services.merge_residents import MergeWish, merge_residents
from models import Merge, Person
from tests.factories.cases import BY
from tests.factories.people import a_volunteer
from tests.factories.towns import NOW

LATER = NOW + timedelta(hours=1)
"""When they are merged."""
LATEST = NOW + timedelta(hours=2)
"""When that is taken back."""
FAR = ("경기도 남양주시 옛집길 9", (37.60, 127.30))
NEAR = ("경기도 남양주시 새집길 3", (37.72, 127.19))


def lives(session: Session, person: Person, home: tuple[str, tuple[float, float]]) -> None:
    """Write down this home as theirs."""
    line, (lat, lon) = home
    household = find_household(session, person.id)
    assert household
    household.address, household.grid_lat, household.grid_lon = line, lat, lon
    household.address_index, household.building_index = address_index(line), building_index(line)
    session.flush()


def near(session: Session, place: dict[str, Any], name: str) -> Person:
    """Write down a neighbour who goes two kilometres from the near home."""
    person = a_volunteer(session, name=name, **place)
    profile = profile_of(session, person.id)
    (profile.grid_lat, profile.grid_lon), profile.radius_m = NEAR[1], 2000
    session.flush()
    return person


def merge(session: Session, two: tuple[Person, Person], **wished: Any) -> Merge:
    """Let the second record lead to the first."""
    first, second = two
    session.flush()
    wish = MergeWish(
        kept_id=first.id, other_id=second.id, versions=(first.version, second.version), **wished
    )
    return merge_residents(session, wish, by=BY, now=LATER)
