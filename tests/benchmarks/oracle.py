"""What an answer is judged by: whoever is nearest first, and the best there can be.

The best is proven twice over: by OR-tools' flow, and for visits of two, all or nothing, by HiGHS.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np

from hopecare.domain.matching.batch import BatchNeed
from hopecare.domain.matching.choices import Choices
from hopecare.domain.matching.nearby import Nearby
from hopecare.domain.matching.pairs import costs, may_meet
from hopecare.domain.matching.proposing import Answer

RINGS_M = (400, 800, 1_600, 3_200, 6_400)
MOST_PAIRS = 1_000_000


def greedy_nearest(choices: Choices) -> int:
    """What the usual way costs: need by need, whoever of those with time is nearest."""
    helpers, batch = choices.helpers, choices.batch
    free, nearby, total = helpers.free.copy(), Nearby(helpers.lat, helpers.lon), 0
    for need in batch.needs:
        rows, metres = _nearest(choices, need, nearby, free)
        if len(rows) < need.people:
            total += need.whole_cost
            continue
        free[rows] -= 1
        total += int(costs(need.facts, helpers, rows, metres, batch.weights).sum())
    return total


def _nearest(choices: Choices, need: BatchNeed, nearby: Nearby, free: Any) -> tuple[Any, Any]:
    """As many as it takes, or fewer; wider and wider rings, so that few need be looked at."""
    assert need.facts.point is not None
    rows, metres = np.empty(0, dtype=np.int64), np.empty(0)
    for ring in RINGS_M:
        found = nearby.within(need.facts.point, ring)
        rows, metres = may_meet(need.facts, choices.helpers, found[free[found] > 0])
        if (metres <= ring).sum() >= need.people:
            break
    order = np.lexsort((rows, metres))[: need.people]
    return rows[order], metres[order]


def has_highs() -> bool:
    return find_spec("highspy") is not None


def strict_optimum(answer: Answer) -> float:
    """The least any answer costs in which a visit of two gets both or nobody, to the metre.

    A pair that costs more, at the prices of the proof, than all that could be saved is left out: no
    better answer can hold it (its bound is checked against the flow's elsewhere).
    """
    choices = answer.choices
    saved = answer.certificate.cost - answer.certificate.lower_bound
    prices = np.zeros(len(choices.helpers))
    prices[list(answer.proven_by)] = list(answer.proven_by.values())
    parts = [_worth(choices, at, prices, saved) for at in range(len(choices.batch.needs))]
    need = np.concatenate([np.full(len(rows), at) for at, (rows, _) in enumerate(parts)])
    rows = np.concatenate([rows for rows, _ in parts])
    priced = np.concatenate([values for _, values in parts])
    assert len(rows) < MOST_PAIRS
    return _solved(choices, need.astype(int), rows, priced)


def _worth(choices: Choices, at: int, prices: Any, saved: float) -> tuple[Any, Any]:
    """Everybody for one need who could be in a better answer."""
    need = choices.batch.needs[at]
    values = np.sort(choices.costs[at] + prices[choices.rows[at]])[: need.people]
    whole = float(need.whole_cost)
    paid = min(whole, float(values.sum())) if len(values) == need.people else whole
    choices.look(at, until=max(choices.until[at], int(paid + saved) + 1))
    rows, priced = choices.rows[at], choices.costs[at]
    if len(rows) < need.people:
        return rows[:0], priced[:0]
    # Beside one helper of a visit of two, the other is the cheapest at best.
    others = np.sort(priced + prices[rows])[: need.people - 1].sum()
    worth = priced + prices[rows] + others - paid <= saved
    return rows[worth], priced[worth]


def _solved(choices: Choices, need: Any, rows: Any, priced: Any) -> float:
    """Who comes (between nothing and one) and which visit happens at all (one or the other)."""
    import highspy  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415  only here

    needs = choices.batch.needs
    people = np.array([each.people for each in needs])
    whole = np.array([each.whole_cost for each in needs], dtype=float)
    used, column = np.unique(rows, return_inverse=True)
    pairs, count = len(rows), len(needs)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = pairs + count, count + len(used)
    # A visit that happens is spared what leaving it open costs.
    model.col_cost_ = np.concatenate([priced.astype(float), -whole])
    model.col_lower_, model.col_upper_ = np.zeros(pairs + count), np.ones(pairs + count)
    model.offset_ = float(whole.sum())
    model.row_lower_ = np.concatenate([np.zeros(count), np.full(len(used), -highspy.kHighsInf)])
    model.row_upper_ = np.concatenate([np.zeros(count), choices.helpers.free[used].astype(float)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate(
        [np.arange(0, 2 * pairs + 1, 2), 2 * pairs + np.arange(1, count + 1)]
    )
    index = np.column_stack([need, count + column]).ravel()
    model.a_matrix_.index_ = np.concatenate([index, np.arange(count)])
    model.a_matrix_.value_ = np.concatenate([np.ones(2 * pairs), -people.astype(float)])
    model.integrality_ = [
        highspy.HighsVarType.kInteger if at >= pairs else highspy.HighsVarType.kContinuous
        for at in range(pairs + count)
    ]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)  # noqa: FBT003  its own way
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(model)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().objective_function_value)
