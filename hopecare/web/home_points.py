"""A measured point in a form: optional, and held against the districts of the town.

That of a home is held against the district it lies in besides; an office may serve several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.home_points import OTHER_DISTRICT, OUTSIDE, home_point_fault
from hopecare.domain.matching.distance import Point
from hopecare.errors import InvalidInputError
from hopecare.queries.drawn_districts import drawn_districts
from hopecare.queries.places import find_household
from hopecare.web.districts import refuse_other_places
from hopecare.web.forms import read_form
from hopecare.web.map_points import point_of, written_point
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from marshmallow import Schema
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form
    from models import Household, Person

_OF_KNOWN: Final = {OTHER_DISTRICT: "point_not_of_home", OUTSIDE: "point_outside_home_district"}
"""Of a home that is written down no district is chosen in the form."""


def read_home(schema: type[Schema]) -> Form:
    """Read where somebody lives: a district of this town, and a point that lies in it."""
    form = refuse_other_places(read_form(schema))
    return _refuse(form, "point", form.data.get("area_id"))


def refuse_wrong_place(form: Form) -> Form:
    """Refuse the place of a service: a district of elsewhere, a point far from every district."""
    return _refuse(refuse_other_places(form, "place_area_id"), "place_point", None)


def refuse_other_point(session: Session, data: Mapping[str, Any], name: str = "point") -> None:
    """Refuse the point of a home as its form does, for whoever has no page."""
    fault = _fault(session, data.get(name), data.get("area_id"))
    if fault is not None:
        raise InvalidInputError({name: [fault]})


def refuse_point_elsewhere(
    session: Session, person: Person, data: Mapping[str, Any], name: str = "point"
) -> None:
    """The same of a home that is written down: it lies in the district it has."""
    home = find_household(session, person.id)
    fault = _fault(session, data.get(name), home.area_id if home else person.area_id)
    if fault is not None:
        raise InvalidInputError({name: [_OF_KNOWN.get(fault, fault)]})


def written_home_point(home: Household | None) -> str | None:
    """Say the measured point of a home as its form reads it; nothing where nobody measured it."""
    point = home.exact_point if home else None
    return written_point(point["lat"], point["lon"]) if isinstance(point, dict) else None


def _refuse(form: Form, name: str, area_id: UUID | None) -> Form:
    """Say beside its field what is wrong with a point; nothing is read where none was written."""
    written = form.data.get(name)
    if not written:
        return form
    with reading() as session:
        fault = _fault(session, written, area_id)
    return form.refuse(name, fault) if fault else form


def _fault(session: Session, written: str | None, area_id: UUID | None) -> str | None:
    point = point_of(written)
    if point is None:
        return None
    return home_point_fault(Point(*point), area_id, drawn_districts(session))
