"""Who lives near a point: helpers sorted into squares of a grid, found without looking at all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.matching.distance import EARTH_RADIUS_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hopecare.domain.matching.distance import Point

    Numbers = NDArray[np.int64]

SQUARE_M: Final = 500
_STEP: Final = SQUARE_M / (math.pi * EARTH_RADIUS_M / 180)
"""Degrees of latitude across a square; in longitude a square is narrower away from the equator."""
_WIDE: Final = 1 << 20
"""More squares than any parallel has."""


class Nearby:
    """Points on a grid; a point without a place (not a number) is near nothing."""

    def __init__(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> None:
        """Sort the points, in radians, into squares once."""
        degrees_lat, degrees_lon = np.degrees(lat), np.degrees(lon)
        placed = np.flatnonzero(~np.isnan(lat))
        keys = _square(degrees_lat[placed]) * _WIDE + _square(degrees_lon[placed])
        order = np.argsort(keys, kind="stable")
        self._rows, self._keys = placed[order], keys[order]

    def within(self, point: Point, metres: float) -> Numbers:
        """Every row that may lie within so many metres, and some that do not."""
        reach = math.degrees(metres / EARTH_RADIUS_M) + 1e-9
        south, north = point.lat - reach, point.lat + reach
        narrowest = math.cos(math.radians(min(89.9, max(abs(south), abs(north)))))
        across = min(180.0, reach / narrowest)
        bands = np.arange(int(_square(south)), int(_square(north)) + 1, dtype=np.int64) * _WIDE
        found = [
            self._between(bands + _square(west), bands + _square(east) + 1)
            for west, east in _spans(point.lon - across, point.lon + across)
        ]
        return np.concatenate(found)

    def _between(self, starts: Numbers, ends: Numbers) -> Numbers:
        first = np.searchsorted(self._keys, starts)
        last = np.searchsorted(self._keys, ends)
        parts = [self._rows[a:b] for a, b in zip(first, last, strict=True) if a < b]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def _square(degrees: float | NDArray[np.float64]) -> Numbers:
    """Count squares from the south-west corner of the map, so that no number is negative."""
    return np.floor((np.asarray(degrees) + 180.0) / _STEP).astype(np.int64)


def _spans(west: float, east: float) -> list[tuple[float, float]]:
    """The span of longitudes, in two where it crosses the 180th meridian."""
    if east - west >= 360.0:  # noqa: PLR2004  all the way round
        return [(-180.0, 180.0)]
    if west < -180.0:  # noqa: PLR2004  the 180th meridian
        return [(-180.0, east), (west + 360.0, 180.0)]
    if east > 180.0:  # noqa: PLR2004  the same
        return [(west, 180.0), (-180.0, east - 360.0)]
    return [(west, east)]
