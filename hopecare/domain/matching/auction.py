"""An auction of helpers' time: every place bids for the helper who suits it best at going prices.

Bertsekas' auction for assignment, with helpers who take several and visits of two. A place that
finds nobody worth more than staying open leaves. Prices only rise, so it ends; every holder is
within `EPS` of their best, so the total is within places x `EPS` of the optimum, and the prices
give a bound that proves how near it really came.
"""

from __future__ import annotations

from collections import deque
from heapq import heapify, heappush, heapreplace, nsmallest
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
        self._lists, self._free, self._eps = lists, free, eps
        self._open_costs, self._people = list(open_costs), list(people)
        self._cost_at: dict[Place, int] = {}
        self._held: dict[int, list[tuple[float, Place]]] = {}
        """Of each helper: the bids that stand, the lowest first."""
        self.row_at: dict[Place, int] = {}
        """Who comes to each place."""
        self.prices: dict[int, float] = {}
        """What taking each helper costs others; nothing while they have time left."""

    def run(self, places: Iterable[Place] | None = None) -> None:
        """Let these places bid, or all that are not filled, until nobody wants to."""
        waiting = deque(self._unfilled() if places is None else places)
        while waiting:
            outbid = self._bid(waiting.popleft())
            if outbid is not None:
                waiting.append(outbid)

    def copy(self) -> Auction:
        """The same as it stands, to try something."""
        other = Auction(
            self._lists,
            open_costs=self._open_costs,
            people=self._people,
            free=self._free,
            eps=self._eps,
        )
        other._held = {row: list(held) for row, held in self._held.items()}
        other._cost_at = dict(self._cost_at)
        other.row_at, other.prices = dict(self.row_at), dict(self.prices)
        return other

    def stand(self, row_at: Mapping[Place, int], prices: Mapping[int, float]) -> None:
        """Begin with places that are filled already, at these prices."""
        self.prices = dict(prices)
        for place, row in row_at.items():
            self.row_at[place] = row
            self._cost_at[place] = next(o.cost for o in self._lists[place[0]] if o.row == row)
            heappush(self._held.setdefault(row, []), (prices.get(row, 0.0), place))

    def admit(self, need: int, people: int, *, worth: int) -> None:
        """Let a need bid that was set aside, each of its places up to what it is all worth."""
        self._people[need], self._open_costs[need] = people, worth
        self.run((need, number) for number in range(people))

    def withdraw(self, need: int) -> None:
        """Take a need out; whoever was to come has time again."""
        for place in [(need, number) for number in range(self._people[need])]:
            row = self.row_at.pop(place, None)
            if row is not None:
                held = [each for each in self._held[row] if each[1] != place]
                heapify(held)
                self._held[row] = held
                self.prices.pop(row, None)
        self._people[need] = 0

    def places_filled(self, need: int) -> int:
        """How many of its places somebody comes to."""
        return sum((need, number) in self.row_at for number in range(self._people[need]))

    def cost_of(self, need: int) -> int:
        """What those who come to it cost."""
        return sum(
            self._cost_at[need, number]
            for number in range(self._people[need])
            if (need, number) in self.row_at
        )

    def would_pay(self, need: int, people: int) -> float:
        """What so many helpers for it would cost at going prices; no end where too few fit."""
        values = nsmallest(
            people, (o.cost + self.prices.get(o.row, 0.0) for o in self._lists[need])
        )
        return sum(values) if len(values) == people else inf

    def halves(self) -> list[int]:
        """The needs for several of which some come, but not all."""
        return [
            need
            for need, people in enumerate(self._people)
            if people > 1 and 0 < self.places_filled(need) < people
        ]

    def _unfilled(self) -> list[Place]:
        return [
            (need, number)
            for need, people in enumerate(self._people)
            for number in range(people)
            if (need, number) not in self.row_at
        ]

    def _bid(self, place: Place) -> Place | None:
        """Bid for the best option, up to where the second best is as good; say who was outbid."""
        row, best, second = self._two_best(place)
        if row is None:
            return None
        price = self.prices.get(row, 0.0)
        bid, self._cost_at[place] = price + (second - best) + self._eps, round(best - price)
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
