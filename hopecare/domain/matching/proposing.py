"""Bring the needs and helpers of a batch together: as cheap as can be, and shown how near."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.auction import COARSE_EPS, EPS, Auction, Option
from hopecare.domain.matching.batch import Pairing
from hopecare.domain.matching.certificate import Certificate, lower_bound, pays, price_column
from hopecare.domain.matching.choices import Choices
from hopecare.domain.matching.score import cost_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.matching.batch import Batch
    from hopecare.domain.matching.score import Cost

GROWTH: Final = 2
"""A list that may be too short is lengthened by this much at least."""
COARSE_ROUNDS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who goes where, what it costs in which terms, and how near the best possible that is."""

    pairs: Mapping[Pairing, Cost]
    prices: Mapping[int, float]
    """By row of a helper: what taking them costs others."""
    certificate: Certificate
    choices: Choices


def propose(batch: Batch, *, exactly: bool = False) -> Answer:
    """Solve a batch: a visit of two gets both or nobody; the same batch gives the same answer.

    `exactly` bids so finely that nothing is lost by it: costs are whole metres. What remains of the
    gap then is what visits of two may cost.
    """
    eps = 1 / (1 + sum(need.people for need in batch.needs)) if exactly else EPS
    choices = Choices(_in_order(batch))
    choices.first_look()
    for _ in range(COARSE_ROUNDS):
        if not _lengthen(choices, _solved(choices, eps=COARSE_EPS)):
            break
    auction = _solved(choices, eps=eps)
    while _lengthen(choices, auction):
        auction = _solved(choices, eps=eps)
    bound = _bound(choices, auction)
    without: frozenset[int] = frozenset()
    while halves := _half_filled(choices, auction):
        # Half a visit of two is no visit: without them, others may have the helpers they held.
        without |= halves
        auction = _solved(choices, eps=eps, without=without)
    return _answer(choices, auction, bound)


def _in_order(batch: Batch) -> Batch:
    """Sort by ids, so that no answer depends on how a list came."""
    return replace(
        batch,
        needs=sorted(batch.needs, key=lambda need: need.need_id),
        helpers=sorted(batch.helpers, key=lambda helper: str(helper.helper_id)),
    )


def _solved(choices: Choices, *, eps: float, without: frozenset[int] = frozenset()) -> Auction:
    """Run one auction over the lists as they stand."""
    needs = choices.batch.needs
    auction = Auction(
        [
            list(map(Option, rows.tolist(), costs.tolist()))
            for rows, costs in zip(choices.rows, choices.costs, strict=True)
        ],
        open_costs=[need.open_cost for need in needs],
        people=[0 if at in without else need.people for at, need in enumerate(needs)],
        free=choices.helpers.free.tolist(),
        eps=eps,
    )
    auction.run()
    return auction


def _lengthen(choices: Choices, auction: Auction) -> bool:
    """Lengthen every list that may miss somebody worth having at these prices."""
    asked = _paid(choices, auction)
    if choices.batch.kept:
        # The proof is about what pairs cost, so no list may be too short for that either.
        asked = [
            max(each, true, key=lambda paid: paid[1])
            for each, true in zip(asked, _paid(choices, auction, truly=True), strict=True)
        ]
    too_short = [
        (at, matters)
        for at, (_, matters) in enumerate(asked)
        if matters > choices.until[at] and not choices.is_whole(at)
    ]
    for at, matters in too_short:
        choices.look(at, until=max(int(matters) + 1, choices.until[at] * GROWTH))
    return bool(too_short)


def _bound(choices: Choices, auction: Auction) -> float:
    """What no answer can cost less than; true because no list misses anybody worth having."""
    paid = [paid for paid, _ in _paid(choices, auction, truly=True)]
    return lower_bound(paid, auction.prices, choices.helpers.free.tolist())


def _paid(choices: Choices, auction: Auction, *, truly: bool = False) -> list[tuple[float, float]]:
    """What each need pays at these prices, and up to which value another helper matters.

    `truly` reckons what pairs cost, not what is spared for holding on to the last draft.
    """
    column = price_column(auction.prices, len(choices.helpers))
    return [
        pays(
            choices.costs[at] + choices.spared[at] if truly else choices.costs[at],
            column[choices.rows[at]],
            open_cost=need.open_cost,
            people=need.people,
        )
        for at, need in enumerate(choices.batch.needs)
    ]


def _half_filled(choices: Choices, auction: Auction) -> frozenset[int]:
    """The visits of two for which only one was found."""
    return frozenset(
        at
        for at, need in enumerate(choices.batch.needs)
        if need.people > 1
        and len([1 for number in range(need.people) if (at, number) in auction.row_at]) == 1
    )


def _answer(choices: Choices, auction: Auction, bound: float) -> Answer:
    """Price what was found by the rule itself, and add up."""
    batch = choices.batch
    pairs = {}
    for (at, _), row in sorted(auction.row_at.items()):
        need, helper = batch.needs[at], batch.helpers[row]
        pairing = Pairing(need.need_id, helper.helper_id)
        pairs[pairing] = cost_of(need.facts, helper, batch.weights)
    filled: dict[str, int] = {}
    for pairing in pairs:
        filled[pairing.need_id] = filled.get(pairing.need_id, 0) + 1
    still_open = sum(
        need.open_cost * (need.people - filled.get(need.need_id, 0)) for need in batch.needs
    )
    cost = sum(each.metres for each in pairs.values()) + still_open
    return Answer(
        pairs=pairs,
        prices=auction.prices,
        certificate=Certificate(cost=cost, lower_bound=min(bound, cost)),
        choices=choices,
    )
