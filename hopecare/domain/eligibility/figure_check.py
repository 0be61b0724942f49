"""How amounts are rounded, and what a pack declares of a figure so that it can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date


class Rounding(StrEnum):
    """How a derived amount becomes whole currency units."""

    DOWN = "down"
    UP = "up"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCheck:
    """What the pack declares about a figure so that it can be checked; it never changes an answer.

    The figure is a share of `ratio_of` (by day, in `ratio_unit`, `plus` so much, rounded, off by at
    most `within`, and in the rows of `printed` by just so much); or a floor that begins
    `first_above` units over the ceiling `above`. `last_step`: the declared step is that of its last
    rows. `may_end`: later rows are really not known. `is_uneven`: it need not rise evenly.
    `is_ahead`: it is announced before the rules that will use it.
    """

    ratio_of: str | None = None
    ratios: tuple[tuple[date, float], ...] = ()
    ratio_unit: str = ""
    plus: float = 0.0
    printed: tuple[tuple[date, int, float], ...] = ()
    rounding: Rounding = Rounding.NEAREST
    within: float = 0.0
    above: str | None = None
    first_above: float = 0.0
    last_step: bool = False
    may_end: bool = False
    is_uneven: bool = False
    is_ahead: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Give the figures it is compared with."""
        return frozenset(name for name in (self.ratio_of, self.above) if name is not None)

    def ratio_on(self, day: date) -> tuple[float | None, date | None]:
        """Give the share that holds on a day, and since when."""
        since, ratio = max((pair for pair in self.ratios if pair[0] <= day), default=(None, None))
        return ratio, since

    def printed_off(self, since: date, key: int) -> float:
        """Give by how much a row is printed off its share, as the author has seen."""
        return next((off for day, row, off in self.printed if (day, row) == (since, key)), 0.0)


NO_CHECK: Final = FigureCheck()
