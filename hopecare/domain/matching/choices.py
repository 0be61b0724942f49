"""For each need of a batch, the helpers worth looking at: everybody up to a cost, cheapest first.

Most needs find a helper close by, and nothing is gained by pricing the whole town for them. So the
list of a need begins short, and is lengthened only as far as prices say that it could matter. A
list always holds every pair up to its `until`: what is not in it surely costs more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.matching.columns import Vocabulary, helper_columns
from hopecare.domain.matching.nearby import Nearby
from hopecare.domain.matching.pairs import costs, is_anywhere, may_meet

if TYPE_CHECKING:
    from hopecare.domain.matching.batch import Batch, BatchNeed
    from hopecare.domain.matching.columns import Numbers

FIRST_REACH_M: Final = 800
"""How far the first look goes; in most towns somebody lives within ten minutes."""


class Choices:
    """The lists of one batch."""

    def __init__(self, batch: Batch) -> None:
        """Lay the helpers out; nothing is priced yet."""
        self.batch = batch
        words = Vocabulary.of(need.facts for need in batch.needs)
        self.helpers = helper_columns(batch.helpers, words, on=batch.on)
        self.rows: list[Numbers] = [np.empty(0, dtype=np.int64) for _ in batch.needs]
        """Of each need: rows of helpers, cheapest first, ties by the helpers' order."""
        self.costs: list[Numbers] = [np.empty(0, dtype=np.int64) for _ in batch.needs]
        self.until = [0] * len(batch.needs)
        """Up to which cost each list holds everybody."""
        self._nearby = Nearby(self.helpers.lat, self.helpers.lon)
        self._everybody = np.arange(len(self.helpers), dtype=np.int64)
        self._farthest = float(self.helpers.radius_m.max(initial=0.0))
        self.pairs_priced = 0

    def look(self, at: int, *, until: int) -> None:
        """Let one need's list hold everybody who costs no more than `until`."""
        need = self.batch.needs[at]
        until = min(until, need.whole_cost)
        rows, metres = may_meet(need.facts, self.helpers, self._reached(need, until))
        priced = costs(need.facts, self.helpers, rows, metres, self.batch.weights)
        self.pairs_priced += len(rows)
        within = priced <= until
        rows, priced = rows[within], priced[within]
        order = np.lexsort((rows, priced))
        self.rows[at], self.costs[at], self.until[at] = rows[order], priced[order], until

    def first_look(self) -> None:
        """Begin every list with those close by."""
        for at in range(len(self.batch.needs)):
            self.look(at, until=self.batch.weights.place_filled + FIRST_REACH_M)

    def is_whole(self, at: int) -> bool:
        """Whether nobody outside this list could ever be worth more than leaving the need open."""
        return self.until[at] >= self.batch.needs[at].whole_cost

    def _reached(self, need: BatchNeed, until: int) -> Numbers:
        """Whoever may cost no more than that: no price is below the filled place and the way."""
        if is_anywhere(need.facts) or need.facts.point is None:
            return self._everybody
        reach = min(self._farthest, until - self.batch.weights.place_filled + 1.0)
        near = self._nearby.within(need.facts.point, max(0.0, reach))
        known = self.helpers.row_of.get(need.facts.previous_helper_id or "")
        # A known face is cheaper than the way to them, and must be in the list from the start.
        return near if known is None else np.union1d(near, np.array([known]))
