"""Counts households and money by programme and area, before and after a scenario.

Every count is a pair: those for whom it is sure, and those for whom it is possible while facts are
missing. Tallies of parts of a population add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES

if TYPE_CHECKING:
    from hopecare.domain.eligibility.judging import Judged, ProgrammeColumns
    from hopecare.domain.eligibility.pack import Programme
    from hopecare.domain.eligibility.scenarios import Scenario
    from hopecare.domain.eligibility.spans import FloatColumn, IntColumn, Span

Mask = NDArray[np.bool_]
MONTHS_OF: Final = {"month": 1.0, "year": 12.0}
"""How many months one payment stands for, by the unit's period; others have no monthly cost."""


class Measure(StrEnum):
    """What is counted."""

    BEFORE = "before"
    AFTER = "after"
    NEWLY = "newly"
    """May qualify now, and did not before."""
    LOST = "lost"
    """Qualified before, and would not any more."""
    COST_BEFORE = "cost_before"
    COST_AFTER = "cost_after"


COUNTS: Final = (Measure.BEFORE, Measure.AFTER, Measure.NEWLY, Measure.LOST)
COSTS: Final = (Measure.COST_BEFORE, Measure.COST_AFTER)


@dataclass(frozen=True, slots=True)
class Tally:
    """For each area, by measure: the sure and the possible number (or money a month)."""

    sure: dict[Measure, FloatColumn]
    possible: dict[Measure, FloatColumn]

    def __add__(self, other: Tally) -> Tally:
        """Add the tally of another part of the population, over the same areas."""
        return Tally(
            {key: value + other.sure[key] for key, value in self.sure.items()},
            {key: value + other.possible[key] for key, value in self.possible.items()},
        )


@dataclass(frozen=True, slots=True)
class Places:
    """Which area each household lives in, by its place among the areas."""

    of: IntColumn
    count: int

    def add_up(self, values: FloatColumn | Mask) -> FloatColumn:
        """Add a value for each household up to one for each area."""
        spread = np.broadcast_to(values, self.of.shape).astype(np.float64)
        return np.bincount(self.of, weights=spread, minlength=self.count).astype(np.float64)


def tally(
    programme: Programme,
    before: ProgrammeColumns,
    after: ProgrammeColumns,
    scenario: Scenario,
    places: Places,
) -> Tally:
    """Count one programme before and after a scenario, for each area."""
    better, worse = _directions(programme, before, after)
    for key, path in scenario.dropped:
        if key == programme.key:
            better = better | (before.criteria[path].truth != YES)
    take_up = scenario.take_up.get(programme.key, 1.0)
    old, new = before.verdict, after.verdict
    sure = {
        Measure.BEFORE: places.add_up(old == YES),
        Measure.AFTER: places.add_up(new == YES),
        Measure.NEWLY: places.add_up((old == NO) & (new == YES)),
        Measure.LOST: places.add_up((old == YES) & (new == NO)),
    }
    possible = {
        Measure.BEFORE: places.add_up(old >= UNDECIDED),
        Measure.AFTER: places.add_up(new >= UNDECIDED),
        Measure.NEWLY: places.add_up(better & (old <= UNDECIDED) & (new >= UNDECIDED)),
        Measure.LOST: places.add_up(worse & (old >= UNDECIDED) & (new <= UNDECIDED)),
    }
    for measure, columns in ((Measure.COST_BEFORE, before), (Measure.COST_AFTER, after)):
        sure[measure], possible[measure] = _cost(programme, columns, places, take_up)
    return Tally(sure, possible)


def _directions(
    programme: Programme, before: ProgrammeColumns, after: ProgrammeColumns
) -> tuple[Mask, Mask]:
    """Tell for whom the change may be for the better, and for whom for the worse.

    A verdict only joins its criteria, so where none has become harder nobody can lose by it, even
    while the answer is open; and the other way round.
    """
    better = np.asarray(after.verdict > before.verdict)
    worse = np.asarray(after.verdict < before.verdict)
    for path, criterion in programme.criteria.items():
        if criterion.test is not None:
            sign = 1 if criterion.test.sides is None else criterion.test.sides.sign
            easier, harder = _moved(before.criteria[path], after.criteria[path], sign)
            better, worse = better | easier, worse | harder
    return better, worse


def _moved(before: Judged, after: Judged, sign: int) -> tuple[Mask, Mask]:
    """Tell where one test has become easier, and where harder."""
    if before is after:
        nothing = np.array([False])
        return nothing, nothing
    if before.left is None or before.right is None or after.left is None or after.right is None:
        easier = (before.truth != YES) & (after.truth != NO)
        return np.asarray(easier), np.asarray((before.truth != NO) & (after.truth != YES))
    limit_up, limit_down = _shifted(before.right, after.right)
    value_up, value_down = _shifted(before.left, after.left)
    if sign > 0:
        return limit_up | value_down, limit_down | value_up
    return limit_down | value_up, limit_up | value_down


def _shifted(before: Span, after: Span) -> tuple[Mask, Mask]:
    """Tell where a number or a bound of it has risen, and where it has fallen."""
    if before is after:
        nothing = np.array([False])
        return nothing, nothing
    up = (after.lo > before.lo) | (after.hi > before.hi)
    down = (after.lo < before.lo) | (after.hi < before.hi)
    return np.asarray(up), np.asarray(down)


def _cost(
    programme: Programme, columns: ProgrammeColumns, places: Places, take_up: float
) -> tuple[FloatColumn, FloatColumn]:
    """Give the least and the most a month; endless where an amount has no bound."""
    amount = columns.amount
    months = 0.0
    if programme.amount is not None:
        months = MONTHS_OF.get(programme.amount.unit.partition("/")[2], 0.0)
    if amount is None or not months:
        nothing = np.zeros(places.count)
        return nothing, nothing
    least = _paid(np.asarray(columns.verdict == YES), amount.lo)
    most = _paid(np.asarray(columns.verdict >= UNDECIDED), amount.hi)
    share = take_up / months
    return places.add_up(least) * share, places.add_up(most) * share


def _paid(who: Mask, amount: FloatColumn) -> FloatColumn:
    return np.where(who, amount, 0.0)
