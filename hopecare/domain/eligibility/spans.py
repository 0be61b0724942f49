"""Columns of numbers that may be known only within bounds, and of truth that may be undecided.

A number is a span [lo, hi]; a known one has `lo is hi`, so complete answers cost one array.
Truth is int8: +1 yes, 0 undecided, -1 no; so AND is the minimum, OR the maximum, NOT the negative.
Money is float64 in whole currency units (exact to 9e15), never float32.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

FloatColumn = NDArray[np.float64]
IntColumn = NDArray[np.int64]
Truth = NDArray[np.int8]

YES: Final = np.int8(1)
UNDECIDED: Final = np.int8(0)
NO: Final = np.int8(-1)
VERDICTS: Final = {int(code): np.array([code]) for code in (YES, UNDECIDED, NO)}
"""What stands for every household, made once: for one the making would cost the most."""

# Rates have at most four decimals, so true products lie on a grid of 0.0001; this mends what
# binary fractions lose (0.7 * 1_000_010 must not round down to one won less).
ROUNDING_SLACK: Final = 1e-5


class Span(NamedTuple):
    """A column of numbers between `lo` and `hi`; the same array twice where they are known."""

    lo: FloatColumn
    hi: FloatColumn

    @property
    def exact(self) -> bool:
        """Say whether every number of the column is known."""
        return self.lo is self.hi

    @property
    def width(self) -> int:
        """Count its places; one stands for every household."""
        return max(len(self.lo), len(self.hi))

    def take(self, index: IntColumn) -> Span:
        """Give the numbers at these places; a column of one stands for all places."""
        if self.lo.shape[0] == 1:
            return self
        lo = self.lo[index]
        return Span(lo, lo if self.exact else self.hi[index])

    def head(self, length: int) -> Span:
        """Give the first numbers; a column that is not longer stays as it is."""
        if self.width <= length:
            return self
        lo = self.lo[:length]
        return Span(lo, lo if self.exact else self.hi[:length])


def known(values: FloatColumn) -> Span:
    """Make a span of numbers that are known."""
    return Span(values, values)


def constant(value: float) -> Span:
    """Make a span of one number that stands for every household."""
    return known(np.array([value], dtype=np.float64))


def add(a: Span, b: Span) -> Span:
    """Add two columns."""
    return _each(a, b, np.add)


def subtract(a: Span, b: Span) -> Span:
    """Subtract; the widest difference of the bounds."""
    if a.exact and b.exact:
        return known(a.lo - b.lo)
    return Span(a.lo - b.hi, a.hi - b.lo)


def smaller(a: Span, b: Span) -> Span:
    """Take the smaller of two numbers."""
    return _each(a, b, np.minimum)


def larger(a: Span, b: Span) -> Span:
    """Take the larger of two numbers."""
    return _each(a, b, np.maximum)


def multiply(a: Span, b: Span) -> Span:
    """Multiply; nothing times an unbounded number is nothing."""
    if a.exact and b.exact:
        return known(a.lo * b.lo)
    if _positive(b):
        return Span(a.lo * b.lo, a.hi * b.lo)
    if _positive(a):
        return Span(a.lo * b.lo, a.lo * b.hi)
    if (a.lo >= 0).all() and (b.lo >= 0).all():
        return Span(_product(a.lo, b.lo), _product(a.hi, b.hi))
    corners = [_product(x, y) for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return Span(reduce(np.minimum, corners), reduce(np.maximum, corners))


def _positive(a: Span) -> bool:
    """Tell whether all numbers are known and more than nothing."""
    return a.exact and bool(a.lo[0] > 0 if a.lo.shape[0] == 1 else (a.lo > 0).all())


def _product(x: FloatColumn, y: FloatColumn) -> FloatColumn:
    with np.errstate(invalid="ignore"):
        product = x * y
    return np.where(np.isnan(product), 0.0, product)


def divide(a: Span, b: Span) -> Span:
    """Divide; where the divisor may be nothing or less the result has no bounds."""
    if _positive(b):
        return multiply(a, known(1.0 / b.lo))
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = multiply(a, Span(1.0 / b.hi, 1.0 / b.lo))
    open_ended = b.lo <= 0
    return Span(np.where(open_ended, -np.inf, whole.lo), np.where(open_ended, np.inf, whole.hi))


def shaped(a: Span, function: Callable[[FloatColumn], FloatColumn]) -> Span:
    """Apply a function that never falls (rounding) to both bounds."""
    lo = function(a.lo)
    return Span(lo, lo if a.exact else function(a.hi))


def chosen(condition: Truth, a: Span, b: Span) -> Span:
    """Take `a` where the condition holds, `b` where not, and the bounds of both where undecided."""
    if condition.shape[0] == 1:
        return _chosen_for_all(int(condition[0]), a, b)
    yes, no = condition == YES, condition == NO
    lo = np.where(yes, a.lo, np.where(no, b.lo, np.minimum(a.lo, b.lo)))
    if a.exact and b.exact and (yes | no).all():
        return known(lo)
    return Span(lo, np.where(yes, a.hi, np.where(no, b.hi, np.maximum(a.hi, b.hi))))


def _chosen_for_all(condition: int, a: Span, b: Span) -> Span:
    if condition == UNDECIDED:
        return Span(np.minimum(a.lo, b.lo), np.maximum(a.hi, b.hi))
    return a if condition == YES else b


def at_most(a: Span, b: Span) -> Truth:
    """Judge a <= b."""
    if a.width == b.width == 1:
        return VERDICTS[int(a.hi[0] <= b.lo[0]) - int(a.lo[0] > b.hi[0])]
    surely = a.hi <= b.lo
    never = ~surely if a.exact and b.exact else a.lo > b.hi
    return np.subtract(surely.view(np.int8), never.view(np.int8))


def less(a: Span, b: Span) -> Truth:
    """Judge a < b."""
    return inverse(at_most(b, a))


def same(a: Span, b: Span) -> Truth:
    """Judge a == b: surely where each ends where the other begins, never where they lie apart."""
    if a.width == b.width == 1:
        surely_one = a.lo[0] == b.hi[0] and a.hi[0] == b.lo[0]
        return VERDICTS[int(surely_one) - int(a.hi[0] < b.lo[0] or a.lo[0] > b.hi[0])]
    surely = np.asarray((a.lo == b.hi) & (a.hi == b.lo))
    apart = ~surely if a.exact and b.exact else np.asarray((a.hi < b.lo) | (a.lo > b.hi))
    return np.subtract(surely.view(np.int8), apart.view(np.int8))


def inverse(truth: Truth) -> Truth:
    """Turn yes into no; undecided stays."""
    return np.negative(truth)


def _each(a: Span, b: Span, function: Callable[[FloatColumn, FloatColumn], FloatColumn]) -> Span:
    lo = function(a.lo, b.lo)
    return Span(lo, lo if a.exact and b.exact else function(a.hi, b.hi))


def round_down(values: FloatColumn) -> FloatColumn:
    """Drop what is below one unit."""
    return np.floor(values + ROUNDING_SLACK)


def round_up(values: FloatColumn) -> FloatColumn:
    """Fill up to the next unit."""
    return np.ceil(values - ROUNDING_SLACK)


def round_nearest(values: FloatColumn) -> FloatColumn:
    """Round half up to whole units."""
    return np.floor(values + 0.5 + ROUNDING_SLACK)
