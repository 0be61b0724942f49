"""The lowest prices at which nobody would rather have what another has: they prove an answer best.

An auction's own prices stand a little higher than needed, and most of all where visits of two
stopped bidding; the lower they are, the closer the bound they prove.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.matching.auction import Place
    from hopecare.domain.matching.choices import Choices
    from hopecare.domain.matching.columns import Numbers, Truths

NOTHING: Final = -(10**15)
"""Below every price: a need that is set aside would take nobody."""
MOST_ROUNDS: Final = 1_000
"""Every price proves something, so one may stop anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Every pair worth having, as columns."""

    need: Numbers
    row: Numbers
    cost: Numbers


def pairs_of(choices: Choices, *, without: frozenset[int] = frozenset()) -> Pairs:
    """Lay the lists out; a pair dearer than an open place is never worth having."""
    sizes = [len(rows) for rows in choices.rows]
    need = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    row, cost = _joined(choices.rows), _joined(choices.costs)
    worth = (cost < open_costs(choices)[need]) & ~np.isin(need, list(without))
    return Pairs(need=need[worth], row=row[worth], cost=cost[worth])


def open_costs(choices: Choices) -> Numbers:
    """What a place of each need costs while it is open."""
    return np.array([need.open_cost for need in choices.batch.needs], dtype=np.int64)


def lowest_prices(
    choices: Choices,
    row_at: Mapping[Place, int],
    *,
    without: frozenset[int] = frozenset(),
    slack: int = 0,
) -> dict[int, float]:
    """By row of a helper, what taking them costs others, in whole metres.

    `slack` is what nobody minds: without it, prices would rise for ever around an answer that an
    auction's last bids left a little above the best.
    """
    pairs = pairs_of(choices, without=without)
    rows, node = np.unique(pairs.row, return_inverse=True)
    taken = _taken(pairs, row_at, len(choices.helpers))
    at_stake = np.full(len(choices.batch.needs), NOTHING, dtype=np.int64)
    for at, need in enumerate(choices.batch.needs):
        if at not in without and any((at, n) not in row_at for n in range(need.people)):
            at_stake[at] = need.open_cost
    prices = _raised(pairs, node, taken, at_stake, slack)
    dear = np.flatnonzero(prices)
    return dict(zip(rows[dear].tolist(), prices[dear].astype(float).tolist(), strict=True))


def _joined(lists: list[Numbers]) -> Numbers:
    return np.concatenate(lists) if lists else np.empty(0, dtype=np.int64)


def _taken(pairs: Pairs, row_at: Mapping[Place, int], helpers: int) -> Truths:
    chosen = [at * helpers + row for (at, _), row in row_at.items()]
    return np.isin(pairs.need * helpers + pairs.row, np.array(chosen, dtype=np.int64))


def _raised(pairs: Pairs, node: Numbers, taken: Truths, at_stake: Numbers, slack: int) -> Numbers:
    """Raise each price to what the others would pay, as long as that raises another."""
    prices = np.zeros(int(node.max(initial=-1)) + 1, dtype=np.int64)
    order = np.argsort(node[~taken], kind="stable")
    need, cost = pairs.need[~taken][order], pairs.cost[~taken][order]
    wanted = node[~taken][order]
    starts = np.flatnonzero(np.diff(wanted, prepend=-1))
    wanted = wanted[starts]
    for _ in range(MOST_ROUNDS if len(starts) else 0):
        pays = at_stake.copy()
        np.maximum.at(pays, pairs.need[taken], pairs.cost[taken] + prices[node[taken]])
        offered = np.maximum.reduceat(pays[need] - cost, starts)
        more = offered > prices[wanted] + slack
        if not more.any():
            break
        prices[wanted[more]] = offered[more]
    return prices
