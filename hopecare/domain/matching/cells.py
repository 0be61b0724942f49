"""Squares of the map that a search looks into: whoever may reach a place stands in one of a few.

The side of a square is a part of the radius of those who stand in it (rounded up to one of ten): so
many squares lie around any place, however far somebody goes. What a search lets in is measured
exactly afterwards.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.domain.matching.distance import Point

METRES_A_DEGREE: Final = 111_195
REACHES_M: Final = (500, 1_000, 1_500, 2_000, 3_000, 4_500, 7_000, 12_000, 25_000, 50_000)
"""Radii, rounded up. A square is kept by its number: a change of these reckons every row anew."""
PARTS: Final = 2
"""Squares to one radius."""
SLACK: Final = 0.03
"""A flat map errs by less than this within the longest radius; a search only ever lets in more."""
SLACK_M: Final = 10
_PART: Final = 20
"""Bits for the row and for the column of a square: more than any row or column on Earth."""


def cell_of(lat: float | None, lon: float | None, radius_m: int) -> int | None:
    """Number the square in which somebody of this radius stands; None without a place."""
    if lat is None or lon is None:
        return None
    reach = bisect_left(REACHES_M, min(radius_m, REACHES_M[-1]))
    return _number(reach, _row(lat, reach), _column(lon, reach))


def cells_around(
    place: Point, within_m: float = REACHES_M[-1], *, beyond_m: float = 0.0
) -> list[int]:
    """Number every square in which somebody may stand so near, or farther, who reaches this."""
    rings = [_Ring(place, min(reach, within_m), beyond_m) for reach in REACHES_M]
    return [cell for reach, ring in enumerate(rings) for cell in ring.cells(reach)]


@dataclass(frozen=True, slots=True)
class _Ring:
    """Whoever stands around a place, no farther than this and no nearer than that."""

    place: Point
    within_m: float
    beyond_m: float

    def cells(self, reach: int) -> Iterator[int]:
        """The squares that touch it."""
        place, side = self.place, _side(reach)
        half = self.within_m * (1 + SLACK) + SLACK_M
        hole = self.beyond_m * (1 - SLACK) - SLACK_M
        tall = half / METRES_A_DEGREE
        a_degree = METRES_A_DEGREE * max(math.cos(math.radians(place.lat)), 0.01)
        for row in range(_row(place.lat - tall, reach), _row(place.lat + tall, reach) + 1):
            south = row * side - 90
            nearest = min(max(place.lat, south), south + side)
            away = (nearest - place.lat) * METRES_A_DEGREE
            wide = math.sqrt(max(half * half - away * away, 0)) / a_degree
            # Nobody in a square has to be looked at whose every corner lies within the hole.
            farthest = max(abs(south - place.lat), abs(south + side - place.lat)) * METRES_A_DEGREE
            seen = math.sqrt(max(hole, 0) ** 2 - farthest**2) / a_degree if farthest < hole else -1
            first, last = _column(place.lon - wide, reach), _column(place.lon + wide, reach)
            for column in range(first, last + 1):
                west = column * side - 180
                if max(abs(west - place.lon), abs(west + side - place.lon)) > seen:
                    yield _number(reach, row, column)


def _side(reach: int) -> float:
    """The side of a square, in degrees from south to north."""
    return REACHES_M[reach] / PARTS / METRES_A_DEGREE


def _row(lat: float, reach: int) -> int:
    return math.floor((lat + 90) / _side(reach))


def _column(lon: float, reach: int) -> int:
    return math.floor((lon + 180) / _side(reach))


def _number(reach: int, row: int, column: int) -> int:
    return (reach << 2 * _PART) + (row << _PART) + column
