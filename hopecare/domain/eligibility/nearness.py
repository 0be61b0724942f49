"""How near a miss is to its limit; decided on what was worked out, never on rounded shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hopecare.domain.eligibility.spans import FloatColumn

NEAR_PCT: Final = 10.0
"""What is missed by no more than this share of its limit is missed by a little."""


def is_within(margin: FloatColumn, limit: FloatColumn, percent: float) -> NDArray[np.bool_]:
    """Tell where a miss is at most this share of its limit; nothing is no share of nothing.

    Of a margin within bounds its lower end is asked for: the most that may be missed. What must
    stay under its limit and just reaches it is missed by nothing, and near.
    """
    size = np.abs(limit)
    is_share = np.isfinite(margin) & (size > 0)
    return np.asarray(is_share & (-margin * 100.0 <= size * percent))
