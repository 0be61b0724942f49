"""For each need of a batch, the helpers worth looking at: everybody up to a cost, cheapest first.

Most needs find a helper close by, and nothing is gained by pricing the whole town for them. So the
list of a need begins short, and is lengthened only as far as prices say that it could matter. A
list always holds every pair up to its `until`: what is not in it surely costs more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.matching.batch import KEEP_BONUS
from hopecare.domain.matching.columns import Vocabulary, helper_columns
from hopecare.domain.matching.constraints import is_anywhere
from hopecare.domain.matching.nearby import Nearby
from hopecare.domain.matching.pairs import costs, may_meet

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
        """What each is reckoned at: whoever stood in the last draft, at less than they cost."""
        self.spared: list[Numbers] = [np.empty(0, dtype=np.int64) for _ in batch.needs]
        """How much less."""
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
        kept = np.isin(rows, self._kept(need))
        spared = np.where(kept, KEEP_BONUS, 0)
        priced = costs(need.facts, self.helpers, rows, metres, self.batch.weights) - spared
        self.pairs_priced += len(rows)
        within = priced <= until
        rows, priced, spared = rows[within], priced[within], spared[within]
        order = np.lexsort((rows, priced))
        self.rows[at], self.costs[at], self.until[at] = rows[order], priced[order], until
        self.spared[at] = spared[order]

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
        # A known face, or one who stands in the last draft, is cheaper than the way to them, and
        # must be in the list from the start.
        cheaper = [*self._kept(need), *([] if known is None else [known])]
        return np.union1d(near, np.array(cheaper, dtype=np.int64)) if cheaper else near

    def _kept(self, need: BatchNeed) -> list[int]:
        """The rows of those who stood in the last draft."""
        kept = self.batch.kept.get(need.need_id, frozenset())
        return [self.helpers.row_of[each] for each in kept if each in self.helpers.row_of]
