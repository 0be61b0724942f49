"""A point of a map as people copy it: latitude, then longitude."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from marshmallow import ValidationError, fields

from hopecare.domain.town_points import DECIMALS, MOST_DEGREES
from hopecare.web.complaints import Complaint

_DEGREES: Final = r"(-?\d{1,3}(?:\.\d{1,15})?)\s*°?\s*"
_POINT: Final = re.compile(rf"{_DEGREES}N?\s*[,;\s]\s*{_DEGREES}E?", re.IGNORECASE)


class MapPoint(fields.Field[str]):
    """Two numbers, written alike however they were typed."""

    def _deserialize(self, value: object, *_: object, **__: object) -> str:
        found = _POINT.fullmatch(unicodedata.normalize("NFKC", str(value)[:100]).strip())
        degrees = [float(each) for each in found.groups()] if found else []
        if not degrees or any(abs(each) > MOST_DEGREES for each in degrees):
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


def _plain(degrees: float) -> str:
    return f"{round(degrees, DECIMALS):.{DECIMALS}f}".rstrip("0").rstrip(".")
