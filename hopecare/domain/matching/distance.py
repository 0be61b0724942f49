"""Distances on the globe, and what others may know of them before they accept."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import Final

EARTH_RADIUS_M: Final = 6_371_008.8
NEVER_NEARER_M: Final = 80
"""The point that others can find is at least this far from the home itself."""
OFF_GRID_M: Final = 80
"""How far a home may lie from its point of the 100 m grid, from which the shown one is made."""
JITTER_FROM_M: Final = NEVER_NEARER_M + OFF_GRID_M
JITTER_UNTIL_M: Final = 400
"""A case is shown this far beside where it is: far enough to hide a house, near for a walk."""
SQUARE_M: Final = 500
"""The square a volunteer may have their place moved to the middle of."""
_METRES_A_DEGREE: Final = math.pi * EARTH_RADIUS_M / 180


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the globe, in degrees."""

    lat: float
    lon: float


class DistanceBand(StrEnum):
    """How far it is, as coarse as a helper may know it before accepting."""

    UNDER_500_M = "under_500_m"
    UNDER_1_KM = "under_1_km"
    UNDER_2_KM = "under_2_km"
    UNDER_5_KM = "under_5_km"
    FARTHER = "farther"


_BANDS: Final = (
    (500, DistanceBand.UNDER_500_M),
    (1_000, DistanceBand.UNDER_1_KM),
    (2_000, DistanceBand.UNDER_2_KM),
    (5_000, DistanceBand.UNDER_5_KM),
)


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in metres (haversine)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b.lon - a.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def band_of(metres: float) -> DistanceBand:
    """The band a distance falls into."""
    return next((band for limit, band in _BANDS if metres < limit), DistanceBand.FARTHER)


def least_m(band: DistanceBand) -> int:
    """How far it is at least, as far as the band says."""
    limits = (0, *(limit for limit, _ in _BANDS))
    return limits[list(DistanceBand).index(band)]


def jittered(point: Point, *, seed: bytes) -> Point:
    """The one other point a home is measured from by everybody who has not accepted yet.

    The same seed always gives the same point, so asking again, for another case, or comparing many
    volunteers' bands leads to that point and never to the house. The seed is secret: made from a
    key and the home.
    """
    digest = blake2b(seed, digest_size=16).digest()
    turn = int.from_bytes(digest[:8], "big") / 2**64
    reach = int.from_bytes(digest[8:], "big") / 2**64
    angle = 2 * math.pi * turn
    metres = JITTER_FROM_M + (JITTER_UNTIL_M - JITTER_FROM_M) * math.sqrt(reach)
    return moved(point, north_m=metres * math.cos(angle), east_m=metres * math.sin(angle))


def moved(point: Point, *, north_m: float, east_m: float) -> Point:
    """The point so many metres to the north and east."""
    across = math.cos(math.radians(point.lat)) or 1e-9
    return Point(
        point.lat + north_m / _METRES_A_DEGREE, point.lon + east_m / (_METRES_A_DEGREE * across)
    )


def on_grid(point: Point, *, size_m: int = 100) -> Point:
    """The middle of the grid square a point lies in: kept in clear to search candidates by."""
    step = size_m / _METRES_A_DEGREE
    lat = (math.floor(point.lat / step) + 0.5) * step
    wide = step / (math.cos(math.radians(lat)) or 1e-9)
    return Point(round(lat, 7), round((math.floor(point.lon / wide) + 0.5) * wide, 7))
