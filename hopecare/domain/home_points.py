"""Whether a measured point can be that of a home: in its town, and in the district it stands in.

A district is judged by its outline. One that came without an outline is judged by how far its
town's districts lie, as any other point somebody typed is.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.matching.cells import METRES_A_DEGREE
from hopecare.domain.town_points import point_fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from uuid import UUID

    from hopecare.domain.matching.distance import Point

    Ring = Sequence[Sequence[float]]

EDGE_M: Final = 300
"""Outlines are drawn with fewer corners than a border has: a home so near to one lies in both."""
OTHER_DISTRICT: Final = "point_in_other_district"
OUTSIDE: Final = "point_outside_district"


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """Where a district lies, as far as that is known."""

    area_id: UUID
    middle: Point | None = None
    shape: Mapping[str, Any] | None = None
    """Its outline as GeoJSON writes it, longitude first."""


def home_point_fault(
    point: Point, area_id: UUID | None, districts: Collection[District]
) -> str | None:
    """Say what is wrong with a point of a home in this district; nothing where it may be right."""
    middles = [each.middle for each in districts if each.middle is not None]
    fault = point_fault(point.lat, point.lon, middles)
    if fault is not None or area_id is None:
        return fault
    own = next((each for each in districts if each.area_id == area_id), None)
    if own is None or (own.shape is not None and _holds(own.shape, point, within_m=EDGE_M)):
        return None
    if any(each.area_id != area_id and _holds_well(each, point) for each in districts):
        return OTHER_DISTRICT
    return None if own.shape is None else OUTSIDE


def district_of(point: Point, districts: Collection[District]) -> UUID | None:
    """Find the district whose outline holds a point; none where no outline does."""
    return next((each.area_id for each in districts if _holds_well(each, point)), None)


def polygons_of(shape: Mapping[str, Any]) -> Iterator[Sequence[Ring]]:
    """Give each polygon of an outline, its outer ring first."""
    yield from [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]


def _holds_well(district: District, point: Point) -> bool:
    return district.shape is not None and _holds(district.shape, point, within_m=0)


def _holds(shape: Mapping[str, Any], point: Point, *, within_m: float) -> bool:
    """Whether an outline holds a point, or its edge lies so near."""
    return any(
        (_is_inside(rings[0], point) and not any(_is_inside(hole, point) for hole in rings[1:]))
        or (within_m > 0 and any(_off_edge_m(ring, point) <= within_m for ring in rings))
        for rings in polygons_of(shape)
    )


def _is_inside(ring: Ring, point: Point) -> bool:
    """Count how often a line to the east crosses the ring."""
    is_in = False
    for a, b in itertools.pairwise(ring):
        if (a[1] > point.lat) != (b[1] > point.lat):
            at = a[0] + (point.lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
            is_in ^= point.lon < at
    return is_in


def _off_edge_m(ring: Ring, point: Point) -> float:
    """How far the nearest stretch of a ring lies, on a flat map."""
    across = METRES_A_DEGREE * math.cos(math.radians(point.lat))
    flat = [((x - point.lon) * across, (y - point.lat) * METRES_A_DEGREE) for x, y, *_ in ring]
    return min(_off_stretch_m(*a, *b) for a, b in itertools.pairwise(flat))


def _off_stretch_m(ax: float, ay: float, bx: float, by: float) -> float:
    """How far a stretch passes from where one stands."""
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, -(ax * dx + ay * dy) / length))
    return math.hypot(ax + along * dx, ay + along * dy)
