"""Whether a point somebody typed can be where they mean: in the town, or not far from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.distance import Point, distance_m

if TYPE_CHECKING:
    from collections.abc import Collection

FAR_OFF_M: Final = 50_000
"""An office of the next town is right; so far from every district is a slip of the hand."""
_A_POLE: Final = 90
MOST_DEGREES: Final = 180
"""Neither number of a point is farther from zero, whichever of the two comes first."""
DECIMALS: Final = 6
"""A tenth of a metre."""


AT_ZERO: Final = "point_at_zero"
SWAPPED: Final = "point_swapped"
FAR_OFF: Final = "point_far_off"


def point_fault(lat: float, lon: float, districts: Collection[Point]) -> str | None:
    """Hold it against the middles of the districts; with none known only the globe tells."""
    if lat == 0 and lon == 0:
        return AT_ZERO
    if _is_near(lat, lon, districts):
        return None
    return SWAPPED if _is_near(lon, lat, districts) else FAR_OFF


def _is_near(lat: float, lon: float, districts: Collection[Point]) -> bool:
    if abs(lat) > _A_POLE:
        return False
    point = Point(lat, lon)
    return not districts or any(distance_m(point, each) <= FAR_OFF_M for each in districts)
