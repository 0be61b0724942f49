"""Tables of figures by a key, looked up for whole columns of keys that may be undecided.

An undecided key selects a run of rows and gives their least and their greatest figure. Once a table
these are worked out for the runs of 1, 2, 4, ... rows: any run is two of them that overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.eligibility.spans import Span

if TYPE_CHECKING:
    from hopecare.domain.eligibility.spans import FloatColumn, IntColumn


FEW: Final = 1_000
"""For fewer keys than this, telling the known ones apart costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Runs:
    """The least and the greatest figure of every run of rows, a row before and behind included.

    For each level the figures of the runs of 2 ** level rows stand in a block, by version and by
    the row where they begin. For a run of so many rows, `block` has where the block of the largest
    fitting level begins, and `back` how far before its end the second of the two runs begins.
    """

    least: FloatColumn
    greatest: FloatColumn
    block: IntColumn
    back: IntColumn
    length: int

    @classmethod
    def of(cls, rows: FloatColumn, tops: FloatColumn) -> Runs:
        """Work the runs out; outside of the rows stands what bounds nothing."""
        least = _levels(rows, -np.inf, np.minimum)
        greatest = _levels(tops, np.inf, np.maximum)
        length = least.shape[-1]
        level = np.log2(np.arange(1, length + 1)).astype(np.int64)
        block = level * (least[0].size)
        return cls(least.ravel(), greatest.ravel(), block, 1 - 2**level, length)

    def between(self, low: IntColumn, high: IntColumn) -> tuple[FloatColumn, FloatColumn]:
        """Give the extremes of the rows from `low` to `high`, both included."""
        width = high - low
        block = self.block.take(width)
        first, second = block + low, block + high + self.back.take(width)
        return (
            np.minimum(self.least.take(first), self.least.take(second)),
            np.maximum(self.greatest.take(first), self.greatest.take(second)),
        )


def _levels(rows: FloatColumn, outside: float, extreme: np.ufunc) -> FloatColumn:
    """Join runs of one row to runs of two, those to runs of four, and so on."""
    padded = np.pad(rows, [(0, 0)] * (rows.ndim - 1) + [(1, 1)], constant_values=outside)
    levels = [padded]
    while 2 ** len(levels) <= padded.shape[-1]:
        half, last = 2 ** (len(levels) - 1), levels[-1]
        joined = last.copy()
        joined[..., :-half] = extreme(last[..., :-half], last[..., half:])
        levels.append(joined)
    return np.stack(levels)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The figures of a dated table, a row for each key from `first` on; no row means no bounds.

    Where rows are known only within bounds, `rows` holds the lower ends and `tops` the upper ones.
    Several versions of a table stand one below the other; `version` then says which of them each
    household sees.
    """

    first: int
    rows: FloatColumn
    tops: FloatColumn | None = None
    version: IntColumn | None = None
    runs: Runs | None = None

    def __post_init__(self) -> None:
        """Work out the extremes of every run of rows."""
        if self.runs is None:
            tops = self.rows if self.tops is None else self.tops
            object.__setattr__(self, "runs", Runs.of(self.rows, tops))

    def at(self, key: Span) -> Span:
        """Look the keys up; an undecided key gives the bounds of all rows it may select."""
        if key.width == 1 and self.version is None:
            return self._for_one(key.lo.item(), key.hi.item())
        low = self._places(key.lo)
        return self._known(low) if key.exact else self._undecided(low, self._places(key.hi))

    def _for_one(self, lowest: float, highest: float) -> Span:
        """Look one key up in plain numbers: the columns would cost more than the figures."""
        runs, low, high = self._runs(), self._place(lowest), self._place(highest)
        lo, hi = runs.least[low : high + 1], runs.greatest[low : high + 1]
        return _span(lo.min(keepdims=True), hi.max(keepdims=True))

    def for_rows(self, owner: IntColumn) -> Table:
        """Give the table as the rows of these households see it."""
        return self if self.version is None else replace(self, version=self.version[owner])

    def _known(self, places: IntColumn) -> Span:
        """Give the figures of known keys; where there is no row there are no bounds."""
        runs, of_version = self._runs(), self._of_version(places)
        lo = runs.least.take(of_version)
        inside = places.min(initial=1) > 0 and places.max(initial=0) <= self.rows.shape[-1]
        if inside and self.tops is None:
            return Span(lo, lo)
        return _span(lo, runs.greatest.take(of_version))

    def _undecided(self, low: IntColumn, high: IntColumn) -> Span:
        """Give the bounds of all rows that may be selected: mostly it is only one."""
        runs, several = self._runs(), low != high
        low, high = self._of_version(low), self._of_version(high)
        if several.shape[0] < FEW or several.all():
            return _span(*runs.between(low, high))
        lo, hi = runs.least.take(low), runs.greatest.take(low)
        some = np.flatnonzero(np.broadcast_to(several, low.shape))
        if some.size:
            lo[some], hi[some] = runs.between(low[some], high[some])
        return _span(lo, hi)

    def _places(self, keys: FloatColumn) -> IntColumn:
        """Give the place of each key among the rows; 0 and one past the last are outside."""
        last = self.rows.shape[-1] + 1
        inside = np.minimum(np.maximum(keys - (self.first - 1), 0), last)
        places: IntColumn = inside.astype(np.int64)  # whole ones: what lies between is cut off
        return places

    def _place(self, key: float) -> int:
        return int(min(max(key - (self.first - 1), 0), self.rows.shape[-1] + 1))

    def _of_version(self, places: IntColumn) -> IntColumn:
        """Move the places to the version of the table that each household sees."""
        return places if self.version is None else places + self.version * self._runs().length

    def _runs(self) -> Runs:
        if self.runs is None:
            raise TypeError(self.first)
        return self.runs


def _span(lo: FloatColumn, hi: FloatColumn) -> Span:
    """Give the bounds, as a known number where they are the same everywhere."""
    return Span(lo, lo) if (lo == hi).all() else Span(lo, hi)
