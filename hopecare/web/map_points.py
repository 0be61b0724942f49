"""A point of a map as people copy it: latitude, then longitude."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from marshmallow import ValidationError, fields

from hopecare.domain.matching.distance import Point
from hopecare.domain.town_points import point_fault
from hopecare.queries.areas import districts
from hopecare.web.complaints import Complaint
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from hopecare.web.forms import Form

_DEGREES: Final = r"(-?\d{1,3}(?:\.\d{1,15})?)\s*°?\s*"
_POINT: Final = re.compile(rf"{_DEGREES}N?\s*[,;\s]\s*{_DEGREES}E?", re.IGNORECASE)
_ROUND: Final = 180
DECIMALS: Final = 6
"""A tenth of a metre."""


class MapPoint(fields.Field[str]):
    """Two numbers, written alike however they were typed."""

    def _deserialize(self, value: object, *_: object, **__: object) -> str:
        found = _POINT.fullmatch(unicodedata.normalize("NFKC", str(value)[:100]).strip())
        degrees = [float(each) for each in found.groups()] if found else []
        if not degrees or any(abs(each) > _ROUND for each in degrees):
            raise ValidationError(Complaint("not_a_point"))
        return written_point(*degrees)


def written_point(lat: float, lon: float) -> str:
    """Say a point as the form reads it."""
    return f"{_plain(lat)}, {_plain(lon)}"


def point_of(written: str | None) -> tuple[float, float] | None:
    """Read it back."""
    if not written:
        return None
    lat, lon = written.split(", ")
    return float(lat), float(lon)


def refuse_far_points(form: Form, name: str) -> Form:
    """Say beside its field that a point is the wrong way round, or far from every district."""
    point = point_of(form.data.get(name))
    if point is None:
        return form
    with reading() as session:
        middles = [
            Point(each.lat, each.lon)
            for each in districts(session)
            if each.lat is not None and each.lon is not None
        ]
    fault = point_fault(*point, middles)
    return form.refuse(name, fault) if fault else form


def _plain(degrees: float) -> str:
    return f"{round(degrees, DECIMALS):.{DECIMALS}f}".rstrip("0").rstrip(".")
