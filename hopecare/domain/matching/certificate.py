"""How near the best possible an answer is: a bound that prices prove, whoever made them.

For any prices of helpers' time that are not negative, no assignment costs less than what every need
would pay at those prices, less what the helpers' time is worth (weak duality).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What an answer costs, and what the best possible costs at least."""

    cost: int
    lower_bound: float

    @property
    def gap(self) -> float:
        """How far above the bound, as a share of it; nothing where there is nothing to do."""
        return (self.cost - self.lower_bound) / self.lower_bound if self.lower_bound else 0.0


def price_column(prices: Mapping[int, float], helpers: int) -> NDArray[np.float64]:
    """Lay prices out in a column."""
    column = np.zeros(helpers)
    column[list(prices)] = list(prices.values())
    return column


def pays(
    costs: NDArray[np.int64], prices: NDArray[np.float64], *, open_cost: int, people: int
) -> tuple[float, float]:
    """What a need pays at these prices, and up to which value another helper would change that.

    `costs` and `prices` run over its options. It gets as many different helpers as it takes, or
    stays open whole.
    """
    most = float(open_cost * people)
    values = np.partition(costs + prices, people - 1)[:people] if len(costs) >= people else None
    paid = min(most, float(values.sum())) if values is not None else most
    if people == 1:
        return paid, paid
    cheapest = float((costs + prices).min(initial=most))
    return paid, max(paid - cheapest, paid / people)


def lower_bound(paid: Sequence[float], prices: Mapping[int, float], free: Sequence[int]) -> float:
    """No assignment costs less than this."""
    worth = sum(price * free[row] for row, price in prices.items())
    return max(0.0, sum(paid) - worth)
