"""From where a volunteer helps from today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hopecare.language import N_
from hopecare.queries.households import find_membership
from hopecare.services.move_household import Home
from hopecare.web.fields import Id, Request, Ticked, Words
from hopecare.web.map_points import MapPoint, point_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from models import Person

HOME_LABELS: Final = {
    "area_id": N_("District"),
    "address": N_("Address"),
    "point": N_("Point on the map (latitude, longitude)"),
}


class MoveVolunteerRequest(Request):
    """Where they live from today."""

    area_id = Id(required=True)
    address = Words(longest=200, emoji=False)
    point = MapPoint()
    lives_id = Id()
    """Where they lived on the page this was written on."""


class MoveByStaffRequest(MoveVolunteerRequest):
    """The same, written down by staff: another centre may look after them from then on."""

    pass_on = Ticked()


def home_from(data: Mapping[str, Any]) -> Home:
    """Turn what was read into a home; without a measured point its district stands for it."""
    return Home(area_id=data["area_id"], address=data["address"], point=point_of(data["point"]))


def home_values(session: Session, person: Person) -> dict[str, object]:
    """What stands in the form: the district, and as which row they live there; nothing nearer."""
    lived = find_membership(session, person.id)
    return {
        "area_id": person.area_id,
        "address": None,
        "point": None,
        "lives_id": lived.id if lived else "",
    }
