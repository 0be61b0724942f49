"""Whether the places of an instance can be where it says: outside its town, or the wrong way round.

A file whose every latitude and longitude are swapped looks whole. It is found out by the town's own
bounds, by the other file, or where nobody lives; where none of these tells, by its shape, and that
is said as a doubt and refuses nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.distance import Point, distance_m
from hopecare.errors import FileNotAcceptedError
from hopecare.reading.faults import Fault, FaultCode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

FAR_OFF_M: Final = 1_000_000
"""A point so far from the middle of all the others is a slip, most often latitude and longitude
the wrong way round."""
INHABITED: Final = (-56, 72)
"""Latitudes between which towns lie; the few farther north say their bounds."""
CORNERS: Final = 4
ROUNDER: Final = 1.3
"""A town is about as wide as it is long: read wrongly it is squeezed so much, or more."""
ENOUGH_TO_TELL: Final = 30
APART_M: Final = 100_000
APART_TIMES: Final = 8
"""Who lies farther from the middle than both this and so many times the usual is asked about. It
may be right: somebody helps by telephone from another town."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which degrees a town lies."""

    south: float
    west: float
    north: float
    east: float

    def hold(self, point: Point) -> bool:
        """Say whether a place lies in the town."""
        is_between = self.south <= point.lat <= self.north
        return is_between and self.west <= point.lon <= self.east


def bounds_in(meta: Mapping[str, object]) -> Bounds | None:
    """Read `bounds` (south, west, north, east) where an instance gives them."""
    given = meta.get("bounds")
    if given is None:
        return None
    if isinstance(given, list) and len(given) == CORNERS:
        numbers = [float(each) for each in given if isinstance(each, int | float)]
        if len(numbers) == CORNERS and numbers[0] < numbers[2] and numbers[1] < numbers[3]:
            return Bounds(*numbers)
    raise FileNotAcceptedError(problem="bounds_wrong", key="bounds")


def place_faults(by_line: Mapping[int, Point], bounds: Bounds | None) -> list[Fault]:
    """Name what is wrong with the places of one file: once where all are the wrong way round."""
    if not by_line:
        return []
    middle = _middle(by_line.values())
    if _is_impossible(middle, bounds) and not _is_impossible(_swapped(middle), bounds):
        return [Fault(line=1, column="lat", code=FaultCode.PLACES_SWAPPED)]
    if bounds is not None:
        return [
            Fault(line=line, column="lat", code=FaultCode.PLACE_OUTSIDE)
            for line, point in by_line.items()
            if not bounds.hold(point)
        ]
    return [
        Fault(line=line, column="lat", code=FaultCode.PLACE_FAR_OFF)
        for line, point in by_line.items()
        if distance_m(point, middle) > FAR_OFF_M
    ]


def are_opposed(some: Collection[Point], others: Collection[Point]) -> bool:
    """Say whether two files lie far apart, but together once one of them is read the other way."""
    if not some or not others:
        return False
    here, there = _middle(some), _middle(others)
    is_apart = distance_m(here, there) > FAR_OFF_M
    return is_apart and distance_m(here, _swapped(there)) <= FAR_OFF_M


def look_swapped(points: Collection[Point]) -> bool:
    """Say whether a town would be clearly rounder, read the other way round: no proof, a doubt."""
    if len(points) < ENOUGH_TO_TELL:
        return False
    return _squeezed(points) > ROUNDER * _squeezed([_swapped(each) for each in points])


def far_from_all(points: Mapping[str, Point]) -> dict[str, int]:
    """Give, of the places that lie oddly far from the middle, how many metres: a doubt as well."""
    if not points:
        return {}
    middle = _middle(points.values())
    off = {name: distance_m(point, middle) for name, point in points.items()}
    most = max(APART_M, APART_TIMES * median(off.values()))
    return {name: round(metres) for name, metres in off.items() if metres > most}


def middle_of(points: Collection[Point]) -> Point:
    """Give the place in the middle, so that a person can see which town it is."""
    return _middle(points)


def _squeezed(points: Collection[Point]) -> float:
    """How many times longer one way than the other; 1 where as wide as long.

    Between the outer tenths: one place that was written wrongly does not stretch a town.
    """
    north = _width(each.lat for each in points)
    east = _width(each.lon for each in points) * math.cos(math.radians(_middle(points).lat))
    least = min(north, east)
    return max(north, east) / least if least > 0 else 1.0


def _width(degrees: Iterable[float]) -> float:
    tenths = quantiles(degrees, n=10)
    return tenths[-1] - tenths[0]


def _is_impossible(point: Point, bounds: Bounds | None) -> bool:
    if bounds is not None:
        return not bounds.hold(point)
    return not INHABITED[0] <= point.lat <= INHABITED[1]


def _swapped(point: Point) -> Point:
    return Point(point.lon, point.lat)


def _middle(points: Collection[Point]) -> Point:
    return Point(median(each.lat for each in points), median(each.lon for each in points))
