"""An auction of helpers' time: every place bids for the helper who suits it best at going prices.

Bertsekas' auction for assignment, with helpers who take several and visits of two. A place that
finds nobody worth more than staying open leaves. Prices only rise, so it ends; every holder is
within `EPS` of their best, so the total is within places x `EPS` of the optimum, and the prices
give a bound that proves how near it really came.
"""

from __future__ import annotations

from collections import deque
from heapq import heappush, heapreplace
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

EPS: Final = 10
"""Metres by which a bid outdoes: nobody walks a longer way for less, and the proof stays close."""
COARSE_EPS: Final = 500
"""The same while lists still grow, and only the order of prices matters."""


Place = tuple[int, int]
"""One place: which need, and which of its places."""


class Option(NamedTuple):
    """A helper and what they would cost."""

    row: int
    cost: int


class Auction:
    """One auction over fixed lists."""

    def __init__(
        self,
        lists: Sequence[Sequence[Option]],
        *,
        open_costs: Sequence[int],
        people: Sequence[int],
        free: Sequence[int],
        eps: float,
    ) -> None:
        """Take each need's options, the cost of leaving a place of it open, and its places."""
        self._lists, self._open_costs, self._free, self._eps = lists, open_costs, free, eps
        self._people = people
        self._held: dict[int, list[tuple[float, Place]]] = {}
        """Of each helper: the bids that stand, the lowest first."""
        self.row_at: dict[Place, int] = {}
        """Who comes to each place."""
        self.prices: dict[int, float] = {}
        """What taking each helper costs others; nothing while they have time left."""

    def run(self) -> None:
        """Bid until nobody wants to."""
        waiting = deque(
            (need, number) for need, people in enumerate(self._people) for number in range(people)
        )
        while waiting:
            outbid = self._bid(waiting.popleft())
            if outbid is not None:
                waiting.append(outbid)

    def _bid(self, place: Place) -> Place | None:
        """Bid for the best option, up to where the second best is as good; say who was outbid."""
        row, best, second = self._two_best(place)
        if row is None:
            return None
        bid = self.prices.get(row, 0.0) + (second - best) + self._eps
        return self._take(row, bid, place)

    def _two_best(self, place: Place) -> tuple[int | None, float, float]:
        """The best option with its value at going prices, and the value of the next best."""
        need, number = place
        best = second = float(self._open_costs[need])
        best_row = None
        # Two who come together are two people.
        taken = self.row_at.get((need, 1 - number))
        for row, cost in self._lists[need]:
            if cost >= second:
                break
            value = cost + self.prices.get(row, 0.0)
            if value >= second or row == taken:
                continue
            if value < best:
                best_row, best, second = row, value, best
            else:
                second = value
        return best_row, best, second

    def _take(self, row: int, bid: float, place: Place) -> Place | None:
        """Give the helper's time to this bid; the lowest bid goes where there is no more."""
        holders, gone = self._held.setdefault(row, []), None
        self.row_at[place] = row
        if len(holders) < self._free[row]:
            heappush(holders, (bid, place))
        else:
            _, gone = heapreplace(holders, (bid, place))
            del self.row_at[gone]
        if len(holders) == self._free[row]:
            self.prices[row] = holders[0][0]
        return gone
