"""The measured point of a home in a form: optional, and held against the district it lies in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.domain.home_points import home_point_fault
from hopecare.domain.matching.distance import Point
from hopecare.errors import InvalidInputError
from hopecare.queries.drawn_districts import drawn_districts
from hopecare.web.map_points import point_of, written_point
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form
    from models import Household


def refuse_other_points(form: Form, name: str = "point") -> Form:
    """Say beside its field that a point is none of a home in the district that was chosen."""
    if not form.data.get(name):
        return form
    with reading() as session:
        fault = _fault(session, form.data, name)
    return form.refuse(name, fault) if fault else form


def refuse_other_point(session: Session, data: Mapping[str, Any], name: str = "point") -> None:
    """The same, for whoever has no page."""
    fault = _fault(session, data, name)
    if fault is not None:
        raise InvalidInputError({name: [fault]})


def written_home_point(home: Household | None) -> str | None:
    """Say the measured point of a home as its form reads it; nothing where nobody measured it."""
    point = home.exact_point if home else None
    return written_point(point["lat"], point["lon"]) if isinstance(point, dict) else None


def _fault(session: Session, data: Mapping[str, Any], name: str) -> str | None:
    point = point_of(data.get(name))
    if point is None:
        return None
    return home_point_fault(Point(*point), data.get("area_id"), drawn_districts(session))
