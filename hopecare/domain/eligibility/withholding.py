"""Withholds small numbers from tables, and others with them from which they could be worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.domain.eligibility.spans import FloatColumn

FEWEST: Final = 10
"""A number of households below this, but not none, could point at somebody."""
Mask = NDArray[np.bool_]


def withheld(*counts: FloatColumn) -> Mask:
    """Tell which areas of a row of a table stay unsaid, given every count that is shown of each.

    An area is withheld when one of its counts is small. A total is shown beside the areas, so
    areas are added, the smallest first, until those withheld could not be told apart: at least
    two, and together not small either.
    """
    small = np.zeros(counts[0].shape, dtype=np.bool_)
    for count in counts:
        small |= _small(count)
    if not small.any():
        return small
    order = np.argsort(sum(counts, np.zeros(counts[0].shape)), kind="stable")
    for place in order:
        if small.sum() > 1 and not any(_small(_hidden(count, small)).any() for count in counts):
            break
        small[place] = True
    return small


def told_nested(counts: Sequence[int]) -> tuple[int | None, ...]:
    """Give counts of which each holds the one before it; None for what stays unsaid.

    The last is the whole, and known not to be small. A count that lies too near to the next one
    that is said, or is small itself, would tell a few: it stays unsaid. What is left differs by
    nobody or by enough from each other, so that nothing small can be worked out of it.
    """
    said: list[int | None] = [counts[-1]]
    above = counts[-1]
    for count in reversed(counts[:-1]):
        if is_small(count) or is_small(above - count):
            said.append(None)
        else:
            said.append(count)
            above = count
    return tuple(reversed(said))


def is_small(count: float) -> bool:
    """Tell whether a single number must stay unsaid."""
    return 0 < count < FEWEST


def _small(counts: FloatColumn) -> Mask:
    return np.asarray((counts > 0) & (counts < FEWEST))


def _hidden(counts: FloatColumn, mask: Mask) -> FloatColumn:
    return np.array([counts[mask].sum()])
