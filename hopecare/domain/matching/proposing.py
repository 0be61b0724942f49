"""Bring the needs and helpers of a batch together: as cheap as can be, and shown how near."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from hopecare.domain.matching.auction import COARSE_EPS, EPS, Auction, Option
from hopecare.domain.matching.batch import Pairing
from hopecare.domain.matching.certificate import Certificate, lower_bound, pays, price_column
from hopecare.domain.matching.choices import Choices
from hopecare.domain.matching.flow import flowed
from hopecare.domain.matching.hours import in_two_places, without_pairs
from hopecare.domain.matching.lowest_prices import lowest_prices
from hopecare.domain.matching.score import cost_of
from hopecare.domain.matching.whole_visits import completed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hopecare.domain.matching.auction import Place
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
    proven_by: Mapping[int, float]
    """The prices that prove the bound."""
    certificate: Certificate
    choices: Choices


class Solver(StrEnum):
    """How a batch is solved: both prove how near they are."""

    AUCTION = "auction"
    """Needs nothing beside us."""
    FLOW = "flow"
    """Exact but for visits of two; needs OR-tools."""


class Solved(Protocol):
    """What a solver came to over lists as they stand."""

    @property
    def row_at(self) -> Mapping[Place, int]:
        """Who comes to each place."""

    @property
    def prices(self) -> Mapping[int, float]:
        """What taking each helper costs others; none is below nothing."""


class Proof(NamedTuple):
    """What no answer can cost less than, and the prices that say so."""

    bound: float
    prices: Mapping[int, float]


def propose(batch: Batch, *, exactly: bool = False, solver: Solver = Solver.AUCTION) -> Answer:
    """Solve a batch: a visit of two gets both or nobody; the same batch gives the same answer.

    `exactly` lets an auction bid so finely that nothing is lost by it: costs are whole metres. What
    remains of the gap then, as with a flow, is what visits of two may cost, and hours that cross:
    whoever would be in two places at once goes to one, and it is solved again without the other.
    """
    answer = _solve(batch, exactly=exactly, solver=solver)
    bound = answer.certificate.lower_bound
    while barred := in_two_places(answer.choices.batch, answer.pairs):
        batch = without_pairs(answer.choices.batch, barred)
        answer = _solve(batch, exactly=exactly, solver=solver)
    # What holds of every answer holds of those in which nobody is in two places.
    cost = answer.certificate.cost
    return replace(answer, certificate=Certificate(cost=cost, lower_bound=min(bound, cost)))


def _solve(batch: Batch, *, exactly: bool, solver: Solver) -> Answer:
    """Solve it by price alone, whatever the hours."""
    choices = Choices(_in_order(batch))
    choices.first_look()
    eps = 1 / (1 + sum(need.people for need in batch.needs)) if exactly else EPS
    if solver is Solver.FLOW:
        solve: Callable[..., Solved] = partial(flowed, choices)
    else:
        solve = partial(_auctioned, choices, eps=eps)
        _look_ahead(choices)
    solved = solve()
    while _lengthen(choices, solved.prices):
        solved = solve()
    proof = _proof(choices, solved, eps=eps)
    without: frozenset[int] = frozenset()
    while halves := _half_filled(choices, solved):
        # Half a visit of two is no visit: without them, others may have the helpers they held.
        without |= halves
        solved = solve(without=without)
    if without:
        standing = _standing(choices, solved, eps=eps, without=without)
        solved = completed(standing, choices.batch.needs, without)
    return _answer(choices, solved, proof)


def _look_ahead(choices: Choices) -> None:
    """Lengthen lists by rough bids first, while only the order of prices matters."""
    for _ in range(COARSE_ROUNDS):
        if not _lengthen(choices, _auctioned(choices, eps=COARSE_EPS).prices):
            return


def _in_order(batch: Batch) -> Batch:
    """Sort by ids, so that no answer depends on how a list came."""
    return replace(
        batch,
        needs=sorted(batch.needs, key=lambda need: need.need_id),
        helpers=sorted(batch.helpers, key=lambda helper: str(helper.helper_id)),
    )


def _auctioned(choices: Choices, *, eps: float, without: frozenset[int] = frozenset()) -> Auction:
    """Run one auction over the lists as they stand."""
    auction = _auction(choices, eps=eps, without=without)
    auction.run()
    return auction


def _standing(choices: Choices, solved: Solved, *, eps: float, without: frozenset[int]) -> Auction:
    """The auction that came to this answer, or would have."""
    if isinstance(solved, Auction):
        return solved
    auction = _auction(choices, eps=eps, without=without)
    auction.stand(solved.row_at, solved.prices)
    return auction


def _auction(choices: Choices, *, eps: float, without: frozenset[int]) -> Auction:
    needs = choices.batch.needs
    return Auction(
        [
            list(map(Option, rows.tolist(), costs.tolist()))
            for rows, costs in zip(choices.rows, choices.costs, strict=True)
        ],
        open_costs=[need.open_cost for need in needs],
        people=[0 if at in without else need.people for at, need in enumerate(needs)],
        free=choices.helpers.free.tolist(),
        eps=eps,
    )


def _lengthen(choices: Choices, prices: Mapping[int, float]) -> bool:
    """Lengthen every list that may miss somebody worth having at these prices."""
    too_short = _too_short(choices, prices)
    for at, matters in too_short:
        choices.look(at, until=max(int(matters) + 1, choices.until[at] * GROWTH))
    return bool(too_short)


def _too_short(choices: Choices, prices: Mapping[int, float]) -> list[tuple[int, float]]:
    """Which lists may miss somebody worth having, and up to which value somebody is."""
    asked = _paid(choices, prices)
    if choices.batch.kept:
        # The proof is about what pairs cost, so no list may be too short for that either.
        asked = [
            max(each, true, key=lambda paid: paid[1])
            for each, true in zip(asked, _paid(choices, prices, truly=True), strict=True)
        ]
    return [
        (at, matters)
        for at, (_, matters) in enumerate(asked)
        if matters > choices.until[at] and not choices.is_whole(at)
    ]


def _proof(choices: Choices, solved: Solved, *, eps: float) -> Proof:
    """The best bound there is: true because no list misses anybody worth having at its prices."""
    proofs = [Proof(_bound(choices, solved.prices), solved.prices)]
    slack = ceil(eps) if isinstance(solved, Auction) else 0
    lower = lowest_prices(choices, solved.row_at, slack=slack)
    while _lengthen(choices, lower):
        pass
    proofs.append(Proof(_bound(choices, lower), lower))
    return max(proofs, key=lambda proof: proof.bound)


def _bound(choices: Choices, prices: Mapping[int, float]) -> float:
    """What no answer can cost less than."""
    paid = [paid for paid, _ in _paid(choices, prices, truly=True)]
    return lower_bound(paid, prices, choices.helpers.free.tolist())


def _paid(
    choices: Choices, prices: Mapping[int, float], *, truly: bool = False
) -> list[tuple[float, float]]:
    """What each need pays at these prices, and up to which value another helper matters.

    `truly` reckons what pairs cost, not what is spared for holding on to the last draft.
    """
    column = price_column(prices, len(choices.helpers))
    return [
        pays(
            choices.costs[at] + choices.spared[at] if truly else choices.costs[at],
            column[choices.rows[at]],
            open_cost=need.open_cost,
            people=need.people,
        )
        for at, need in enumerate(choices.batch.needs)
    ]


def _half_filled(choices: Choices, solved: Solved) -> frozenset[int]:
    """The visits of two for which only one was found."""
    return frozenset(
        at
        for at, need in enumerate(choices.batch.needs)
        if need.people > 1
        and len([1 for number in range(need.people) if (at, number) in solved.row_at]) == 1
    )


def _answer(choices: Choices, solved: Solved, proof: Proof) -> Answer:
    """Price what was found by the rule itself, and add up."""
    batch = choices.batch
    pairs = {}
    for (at, _), row in sorted(solved.row_at.items()):
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
        prices=solved.prices,
        proven_by=proof.prices,
        certificate=Certificate(cost=cost, lower_bound=min(proof.bound, cost)),
        choices=choices,
    )
