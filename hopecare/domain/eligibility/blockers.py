"""Who misses a programme by one criterion alone, and by how much: where a rule cuts people off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.eligibility.judging import deciding
from hopecare.domain.eligibility.spans import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hopecare.domain.eligibility.judging import Judged, ProgrammeColumns
    from hopecare.domain.eligibility.pack import Programme
    from hopecare.domain.eligibility.spans import FloatColumn, Truth

BANDS: Final = (1.0, 5.0, 10.0)
"""A near miss, in percent of the limit."""


@dataclass(frozen=True, slots=True)
class Misses:
    """Households that one criterion alone keeps out: how many, and by how much where known."""

    households: int
    by: FloatColumn
    percent: FloatColumn

    def __add__(self, other: Misses) -> Misses:
        """Add the misses of another part of the population."""
        return Misses(
            self.households + other.households,
            np.concatenate((self.by, other.by)),
            np.concatenate((self.percent, other.percent)),
        )

    def quartiles(self) -> tuple[float, float, float] | None:
        """Give the quartiles of the amounts by which they miss; None where none is known."""
        if not self.by.size:
            return None
        low, middle, high = np.percentile(self.by, (25, 50, 75))
        return float(low), float(middle), float(high)

    def quartiles_percent(self) -> tuple[float, float, float] | None:
        """Give the quartiles in percent of the limit."""
        return Misses(self.households, self.percent, self.percent).quartiles()

    def within(self, percent: float) -> int:
        """Count those who miss by no more than this."""
        return int((self.percent <= percent).sum())


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
    nothing = np.array([], dtype=np.float64)
    if not is_leaf or judged.margin is None or judged.right is None:
        return Misses(count, nothing, nothing)
    lo, hi, right_lo, right_hi = (
        np.broadcast_to(side, blocked.shape)[blocked]
        for side in (judged.margin.lo, judged.margin.hi, judged.right.lo, judged.right.hi)
    )
    known = (lo == hi) & (right_lo == right_hi) & np.isfinite(lo)
    by, limit = -lo[known], np.abs(right_lo[known])
    percent = np.divide(by * 100.0, limit, out=np.full(by.shape, np.inf), where=limit > 0)
    return Misses(count, by, percent)


def added(first: Mapping[str, Misses], second: Mapping[str, Misses]) -> dict[str, Misses]:
    """Add two tables of misses."""
    both = dict(first)
    for path, misses in second.items():
        both[path] = both[path] + misses if path in both else misses
    return both
