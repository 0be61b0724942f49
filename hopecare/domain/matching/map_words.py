"""Where words stand on the map of pairs, so that neither a mark nor another number hides them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Place: TypeAlias = tuple[float, float]

BESIDE: Final = ((1.9, -1.0), (1.9, 3.8), (-4.6, -1.0), (-4.6, 3.8), (-1.0, -2.4), (-1.0, 5.2))
"""Where the number of a home may stand beside it: what is nearest to reading order first."""
APART: Final = 3.2
"""So far from a number's middle nothing else lies: about as much as a number is wide."""
_TO_MIDDLE: Final = (1.2, -1.3)
"""From where a number is written to its middle."""
LETTER: Final = 3.6
"""How wide the widest letter of a name is."""
STEPS: Final = (0.0, -4.5, 4.5, -9.0, 9.0)
"""How far a name moves up or down where a mark would lie on it."""


def number_places(homes: Sequence[Place | None], others: Sequence[Place]) -> list[Place | None]:
    """Give where the number of each home is written; nothing where it has no place."""
    taken = [*others, *(home for home in homes if home is not None)]
    found: list[Place | None] = []
    for home in homes:
        place = None if home is None else _freest(home, taken)
        found.append(place)
        if place is not None:
            taken.append(_middle(place))
    return found


def name_place(words: str, at: Place, reach: tuple[float, float], marks: Sequence[Place]) -> Place:
    """Give where a name of the map is written: at its place, or as near as no mark lies on it.

    `reach` says how much of its width stands left and right of the place.
    """
    wide = LETTER * len(words)
    left, right = at[0] - wide * reach[0], at[0] + wide * reach[1]
    for step in STEPS:
        line = at[1] + step
        if not any(left - 1 <= x <= right + 1 and line - 4.5 <= y <= line + 2 for x, y in marks):
            return at[0], round(line, 2)
    return at


def _freest(home: Place, taken: Sequence[Place]) -> Place:
    """The first place beside a home with nothing near, or else the one with most room."""
    places = [(round(home[0] + x, 2), round(home[1] + y, 2)) for x, y in BESIDE]
    room = [min(math.dist(_middle(each), other) for other in taken) for each in places]
    for place, free in zip(places, room, strict=True):
        if free >= APART:
            return place
    return places[room.index(max(room))]


def _middle(place: Place) -> Place:
    return place[0] + _TO_MIDDLE[0], place[1] + _TO_MIDDLE[1]
