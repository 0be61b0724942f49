"""Tables of figures by a key, looked up for whole columns of keys that may be undecided.

An undecided key selects a run of rows and gives their least and their greatest figure. Once a table
these are worked out for the runs of 1, 2, 4, ... rows: any run is two of them that overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from hopecare.domain.eligibility.spans import Span

if TYPE_CHECKING:
    from hopecare.domain.eligibility.spans import FloatColumn, IntColumn


@dataclass(frozen=True, slots=True)
class Runs:
    """The extreme figure of every run of rows.

    `levels[k]` has that of the 2 ** k rows from each row on, a row before and behind included;
    `level_for` names the largest level that fits into a run of so many rows.
    """

    levels: FloatColumn
    level_for: IntColumn
    extreme: np.ufunc

    @classmethod
    def of(cls, rows: FloatColumn, outside: float, extreme: np.ufunc) -> Runs:
        """Work the extremes out; outside of the rows stands what bounds nothing."""
        padded = np.pad(rows, [(0, 0)] * (rows.ndim - 1) + [(1, 1)], constant_values=outside)
        levels, length = [padded], padded.shape[-1]
        while 2 ** len(levels) <= length:
            half, last = 2 ** (len(levels) - 1), levels[-1]
            joined = last.copy()
            joined[..., :-half] = extreme(last[..., :-half], last[..., half:])
            levels.append(joined)
        widths = np.arange(1, length + 1)
        return cls(np.stack(levels), np.log2(widths).astype(np.int64), extreme)

    def at(self, places: IntColumn, version: IntColumn | None) -> FloatColumn:
        """Give the figures of single rows."""
        rows: FloatColumn = self.levels[0]
        found: FloatColumn = rows[places] if version is None else rows[version, places]
        return found

    def between(self, low: IntColumn, high: IntColumn, version: IntColumn | None) -> FloatColumn:
        """Give the extreme figures of the rows from `low` to `high`, both included."""
        level = self.level_for[high - low]
        second = high + 1 - (1 << level)
        if version is None:
            ends = self.levels[level, low], self.levels[level, second]
        else:
            ends = self.levels[level, version, low], self.levels[level, version, second]
        return cast("FloatColumn", self.extreme(*ends))


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
    runs: tuple[Runs, Runs] | None = None

    def __post_init__(self) -> None:
        """Work out the least and the greatest figure of every run of rows."""
        if self.runs is None:
            tops = self.rows if self.tops is None else self.tops
            least = Runs.of(self.rows, -np.inf, np.minimum)
            greatest = Runs.of(tops, np.inf, np.maximum)
            object.__setattr__(self, "runs", (least, greatest))

    def at(self, key: Span) -> Span:
        """Look the keys up; an undecided key gives the bounds of all rows it may select."""
        low = self._places(key.lo)
        return self._known(low) if key.exact else self._undecided(low, self._places(key.hi))

    def for_rows(self, owner: IntColumn) -> Table:
        """Give the table as the rows of these households see it."""
        return self if self.version is None else replace(self, version=self.version[owner])

    def _known(self, places: IntColumn) -> Span:
        """Give the figures of known keys; where there is no row there are no bounds."""
        least, greatest = self._runs()
        lo = least.at(places, self.version)
        inside = places.min(initial=1) > 0 and places.max(initial=0) <= self.rows.shape[-1]
        if inside and self.tops is None:
            return Span(lo, lo)
        return _span(lo, greatest.at(places, self.version))

    def _undecided(self, low: IntColumn, high: IntColumn) -> Span:
        """Give the figures of the lowest rows; where more may be selected, the bounds of all."""
        least, greatest = self._runs()
        version = self.version
        if version is not None:
            everyone = np.zeros_like(version)
            low, high = low + everyone, high + everyone
        several = low != high
        if several.all():
            return _span(least.between(low, high, version), greatest.between(low, high, version))
        lo, hi = least.at(low, version), greatest.at(low, version)
        some = np.flatnonzero(several)
        if some.size:
            run = low[some], high[some], None if version is None else version[some]
            lo[some], hi[some] = least.between(*run), greatest.between(*run)
        return _span(lo, hi)

    def _places(self, keys: FloatColumn) -> IntColumn:
        """Give the place of each key among the rows; 0 and one past the last are outside."""
        last = self.rows.shape[-1] + 1
        inside = np.minimum(np.maximum(np.floor(keys) - (self.first - 1), 0), last)
        places: IntColumn = inside.astype(np.int64)
        return places

    def _runs(self) -> tuple[Runs, Runs]:
        if self.runs is None:
            raise TypeError(self.first)
        return self.runs


def _span(lo: FloatColumn, hi: FloatColumn) -> Span:
    """Give the bounds, as a known number where they are the same everywhere."""
    return Span(lo, lo) if (lo == hi).all() else Span(lo, hi)
