"""The auction's question answered exactly: a flow of least cost, where OR-tools is installed.

Every place is a unit that flows through a helper, or past them all at the cost of staying open.
OR-tools gives the flow; the prices that prove it are found here, the lowest there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hopecare.domain.matching.lowest_prices import Pairs, lowest_prices, open_costs, pairs_of

if TYPE_CHECKING:
    from hopecare.domain.matching.auction import Place
    from hopecare.domain.matching.choices import Choices
    from hopecare.domain.matching.columns import Truths

OR_TOOLS: Final = "ortools"


@dataclass(frozen=True, slots=True)
class Flow:
    """What a flow came to: who goes where, and what taking each helper costs others."""

    row_at: dict[Place, int]
    prices: dict[int, float]


def has_or_tools() -> bool:
    """Whether the optional library is installed."""
    return find_spec(OR_TOOLS) is not None


def flowed(choices: Choices, *, without: frozenset[int] = frozenset()) -> Flow:
    """Fill the places of all needs but those set aside as cheaply as the lists allow."""
    pairs = pairs_of(choices, without=without)
    taken = _least_cost(choices, pairs, without)
    row_at: dict[Place, int] = {}
    for at, row in zip(pairs.need[taken].tolist(), pairs.row[taken].tolist(), strict=True):
        row_at[at, 1 if (at, 0) in row_at else 0] = row
    return Flow(row_at, lowest_prices(choices, row_at, without=without))


def _least_cost(choices: Choices, pairs: Pairs, without: frozenset[int]) -> Truths:
    """Which pairs are taken."""
    library: Any = import_module("ortools.graph.python.min_cost_flow")
    rows, node = np.unique(pairs.row, return_inverse=True)
    free = choices.helpers.free[rows]
    people = np.array(
        [0 if at in without else need.people for at, need in enumerate(choices.batch.needs)],
        dtype=np.int64,
    )
    needs, helpers = len(people), len(rows)
    sink = needs + helpers
    solver = library.SimpleMinCostFlow()
    ways = solver.add_arcs_with_capacity_and_unit_cost
    found = ways(pairs.need, needs + node, np.ones_like(pairs.need), pairs.cost)
    ways(np.arange(needs, sink), np.full(helpers, sink), free, np.zeros_like(free))
    ways(np.arange(needs), np.full(needs, sink), people, open_costs(choices))
    supplies = np.concatenate([people, np.zeros_like(free), [-people.sum()]])
    solver.set_nodes_supplies(np.arange(sink + 1), supplies)
    solver.solve()
    taken: Truths = solver.flows(found) > 0
    return taken
