"""Where a home was measured: two columns of a list, which count together or not at all."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from hopecare.domain.home_points import (
    OTHER_DISTRICT,
    OUTSIDE,
    district_of,
    home_point_fault,
)
from hopecare.domain.matching.distance import Point
from hopecare.domain.town_points import AT_ZERO, DECIMALS, FAR_OFF, MOST_DEGREES, SWAPPED
from hopecare.reading.faults import FaultCode

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from hopecare.domain.home_points import District
    from hopecare.reading.cells import LineCells

COLUMNS: Final = ("latitude", "longitude")
_DEGREES: Final = re.compile(r"-?\d{1,3}(?:[.,]\d{1,20})?\s*°?")
_CODES: Final = {
    AT_ZERO: FaultCode.PLACE_AT_ZERO,
    SWAPPED: FaultCode.PLACE_SWAPPED,
    FAR_OFF: FaultCode.PLACE_OUTSIDE,
    OUTSIDE: FaultCode.PLACE_OUTSIDE,
    OTHER_DISTRICT: FaultCode.PLACE_OTHER_DISTRICT,
}


def read_point(cells: LineCells) -> Point | None:
    """The point of a line; one column without the other is a fault of the empty one."""
    lat, lon = (cells.read(name, _degrees) for name in COLUMNS)
    if lat is not None and lon is not None:
        return Point(lat, lon)
    cells.refuse_half(COLUMNS, FaultCode.PLACE_INCOMPLETE)
    return None


def settle_district(
    cells: LineCells, point: Point | None, area_id: UUID | None, districts: Collection[District]
) -> UUID | None:
    """The district of a home: the one it names must hold its point; unnamed, the point tells."""
    if point is None:
        return area_id
    # A district that could not be read is named already: the point cannot be held against it.
    fault = home_point_fault(point, area_id, districts)
    if fault is not None:
        cells.fault(COLUMNS[0], _CODES[fault])
        return area_id
    return area_id or (None if cells.text("area") else district_of(point, districts))


def _degrees(text: str) -> float | FaultCode:
    """37.6512, 37,6512 or 37.6512°."""
    plain = unicodedata.normalize("NFKC", text)
    if _DEGREES.fullmatch(plain) is None:
        return FaultCode.PLACE_UNREADABLE
    degrees = round(float(plain.rstrip("° ").replace(",", ".")), DECIMALS)
    return degrees if abs(degrees) <= MOST_DEGREES else FaultCode.PLACE_UNREADABLE
