"""Withholds small numbers from tables, and others with them from which they could be worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
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


def is_small(count: float) -> bool:
    """Tell whether a single number must stay unsaid."""
    return 0 < count < FEWEST


def _small(counts: FloatColumn) -> Mask:
    return np.asarray((counts > 0) & (counts < FEWEST))


def _hidden(counts: FloatColumn, mask: Mask) -> FloatColumn:
    return np.array([counts[mask].sum()])
