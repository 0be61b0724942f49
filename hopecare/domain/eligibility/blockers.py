"""Who misses a programme by one criterion alone, and by how much: where a rule cuts people off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.eligibility.judging import deciding
from hopecare.domain.eligibility.nearness import NEAR_PCT, is_within
from hopecare.domain.eligibility.spans import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hopecare.domain.eligibility.judging import Judged, ProgrammeColumns
    from hopecare.domain.eligibility.pack import Programme
    from hopecare.domain.eligibility.spans import FloatColumn, Truth

BANDS: Final = (1.0, 5.0, NEAR_PCT)
"""A near miss, in percent of the limit."""
NOTHING: Final = np.array([], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Misses:
    """Households that one criterion alone keeps out: how many, and by how much where known.

    The amounts stay in the parts in which they came: joining them each time would cost ever more.
    `near` counts those within each of the bands; each holds the ones before it.
    """

    households: int
    near: tuple[int, ...] = (0,) * len(BANDS)
    parts_by: tuple[FloatColumn, ...] = ()
    parts_percent: tuple[FloatColumn, ...] = ()

    def __add__(self, other: Misses) -> Misses:
        """Add the misses of another part of the population."""
        return Misses(
            self.households + other.households,
            tuple(map(sum, zip(self.near, other.near, strict=True))),
            self.parts_by + other.parts_by,
            self.parts_percent + other.parts_percent,
        )

    @property
    def by(self) -> FloatColumn:
        """Give the amounts by which they miss."""
        return np.concatenate((NOTHING, *self.parts_by))

    @property
    def percent(self) -> FloatColumn:
        """Give what they miss by in percent of the limit."""
        return np.concatenate((NOTHING, *self.parts_percent))

    def quartiles(self) -> tuple[float, float, float] | None:
        """Give the quartiles of the amounts by which they miss; None where none is known."""
        return _quartiles(self.by)

    def quartiles_percent(self) -> tuple[float, float, float] | None:
        """Give the quartiles in percent of the limit."""
        return _quartiles(self.percent)

    def within(self, band: float) -> int:
        """Count those who miss by no more than this band, as one household alone is judged."""
        return self.near[BANDS.index(band)]


def _quartiles(values: FloatColumn) -> tuple[float, float, float] | None:
    if not values.size:
        return None
    low, middle, high = np.percentile(values, (25, 50, 75))
    return float(low), float(middle), float(high)


def sole_blockers(programme: Programme, columns: ProgrammeColumns) -> Iterator[tuple[str, Misses]]:
    """Give for each criterion the households that would qualify if it alone were met."""
    truths = {path: judged.truth for path, judged in columns.criteria.items()}
    for path, criterion in programme.criteria.items():
        holds, _ = deciding(programme, truths, path)
        blocked = np.asarray((columns.verdict == NO) & (holds == YES))
        if blocked.any():
            judged = columns.criteria[path]
            yield path, _misses(judged, blocked, is_leaf=criterion.test is not None)


def _misses(judged: Judged, blocked: Truth, *, is_leaf: bool) -> Misses:
    count = int(blocked.sum())
    if not is_leaf or judged.margin is None or judged.right is None:
        return Misses(count)
    lo, hi, right_lo, right_hi = (
        np.broadcast_to(side, blocked.shape)[blocked]
        for side in (judged.margin.lo, judged.margin.hi, judged.right.lo, judged.right.hi)
    )
    is_limit = right_lo == right_hi
    near = tuple(int((is_limit & is_within(lo, right_lo, band)).sum()) for band in BANDS)
    known = (lo == hi) & is_limit & np.isfinite(lo)
    by, limit = -lo[known], np.abs(right_lo[known])
    has_limit = limit > 0  # nothing is no percentage of nothing
    return Misses(count, near, (by,), (by[has_limit] * 100.0 / limit[has_limit],))


def added(first: Mapping[str, Misses], second: Mapping[str, Misses]) -> dict[str, Misses]:
    """Add two tables of misses."""
    both = dict(first)
    for path, misses in second.items():
        both[path] = both[path] + misses if path in both else misses
    return both
