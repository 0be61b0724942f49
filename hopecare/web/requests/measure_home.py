"""Where a home lies that is written down already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hopecare.language import N_
from hopecare.queries.households import find_membership
from hopecare.queries.places import find_household
from hopecare.services.measure_home import HomeRead
from hopecare.web.fields import Id, Request, Version
from hopecare.web.map_points import MapPoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from models import Person

POINT_LABELS: Final = {"point": N_("Point on the map (latitude, longitude)")}


class MeasureHomeRequest(Request):
    """The point of the home, and which home it is."""

    point = MapPoint(required=True)
    lives_id = Id()
    """Where they lived on the page this was written on."""
    version = Version(required=False, load_default=None)
    """Of that home; none where only their district was written down."""


def read_from(data: Mapping[str, Any]) -> HomeRead:
    """Turn what was read into the home that was read."""
    return HomeRead(lives_id=data["lives_id"], version=data["version"])


def point_values(session: Session, person: Person) -> dict[str, object]:
    """What stands in the form: which home it is; its point stays where the address may be read."""
    lived, home = find_membership(session, person.id), find_household(session, person.id)
    return {"lives_id": lived.id if lived else "", "version": home.version if home else ""}
