"""Pairs on a small map: squares of the 100 m grid laid on a sheet of 0 to 100, north at the top."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import median
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.map_words import name_place, number_places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hopecare.domain.matching.distance import Point

SHEET: Final = 100.0
MARGIN: Final = 6.0
EDGE: Final = 25.0
"""Half of a long name is about as wide."""
FARTHEST_DEGREES: Final = 0.5
"""Whatever lies farther from the middle is a mistake in a place, and would shrink all others."""
REACHES: Final = MappingProxyType({"start": (0.0, 1.0), "middle": (0.5, 0.5), "end": (1.0, 0.0)})
"""How much of a name stands left and right of where it is written from."""
_NONE: Final[Mapping[str, Point]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Where a need and its helper are, as far as is known; `number` leads to the table."""

    number: int
    need: Point | None
    helper: Point | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One pair on the sheet."""

    number: int
    need: tuple[float, float] | None
    helper: tuple[float, float] | None
    number_at: tuple[float, float] | None = None
    """Where the number of the home is written, beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A district's name, and from which end it is written so that no edge cuts it."""

    words: str
    at: tuple[float, float]

    @property
    def anchor(self) -> str:
        """SVG's `text-anchor`: what lies near an edge is written away from it."""
        if self.at[0] < EDGE:
            return "start"
        return "end" if self.at[0] > SHEET - EDGE else "middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The marks, how wide 1 km is, and how many places lie too far away to be drawn."""

    marks: Sequence[Mark]
    km: float
    left_out: int
    names: Sequence[Name] = ()
    """Districts, each at its middle; only those whose middle lies on the sheet."""


def drawn(pairs: Sequence[Pair], districts: Mapping[str, Point] = _NONE) -> Sheet | None:
    """Lay pairs and districts' names on the sheet; None where there is no pair to be drawn."""
    points = [point for pair in pairs for point in (pair.need, pair.helper) if point is not None]
    if not points:
        return None
    middle = (median(p.lat for p in points), median(p.lon for p in points))
    near = [point for point in points if _is_near(point, middle)]
    if not near:
        return None
    frame = _Frame(near, middle)
    marks = _numbered(
        [
            Mark(number=pair.number, need=frame.at(pair.need), helper=frame.at(pair.helper))
            for pair in pairs
        ]
    )
    return Sheet(
        marks=marks,
        km=frame.scale / 111.195,
        left_out=len(points) - len(near),
        names=_on_sheet(frame, districts, marks),
    )


def _numbered(marks: Sequence[Mark]) -> Sequence[Mark]:
    helpers = [mark.helper for mark in marks if mark.helper is not None]
    places = number_places([mark.need for mark in marks], helpers)
    return [replace(mark, number_at=at) for mark, at in zip(marks, places, strict=True)]


def _on_sheet(
    frame: _Frame, districts: Mapping[str, Point], marks: Sequence[Mark]
) -> Sequence[Name]:
    """Names never stretch the sheet: it shows where the pairs are."""
    places = [at for mark in marks for at in (mark.need, mark.helper, mark.number_at)]
    taken = [at for at in places if at is not None]
    found = [(name, frame.at(point)) for name, point in districts.items()]
    names = [
        Name(words=name, at=at)
        for name, at in found
        if at is not None and all(0 <= each <= SHEET for each in at)
    ]
    return [
        replace(each, at=name_place(each.words, each.at, REACHES[each.anchor], taken))
        for each in names
    ]


def _is_near(point: Point, middle: tuple[float, float]) -> bool:
    lat, lon = middle
    return abs(point.lat - lat) <= FARTHEST_DEGREES and abs(point.lon - lon) <= FARTHEST_DEGREES


class _Frame:
    """The part of the globe that is drawn; a degree is as long in both directions."""

    def __init__(self, points: Sequence[Point], middle: tuple[float, float]) -> None:
        self._middle = middle
        self._narrow = math.cos(math.radians(min(89.0, abs(middle[0]))))
        self._west = min(p.lon for p in points) * self._narrow
        self._north = max(p.lat for p in points)
        wide = max(p.lon for p in points) * self._narrow - self._west
        tall = self._north - min(p.lat for p in points)
        # Never closer than a square of 200 m: one place alone is no town.
        self.scale = (SHEET - 2 * MARGIN) / max(wide, tall, 0.002)

    def at(self, point: Point | None) -> tuple[float, float] | None:
        if point is None or not _is_near(point, self._middle):
            return None
        across = (point.lon * self._narrow - self._west) * self.scale
        down = (self._north - point.lat) * self.scale
        return round(MARGIN + across, 2), round(MARGIN + down, 2)
