"""Who may be asked for one need, best placed first, and why everybody else may not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.matching.constraints import Rule, distance_between, first_broken_rule
from hopecare.domain.matching.score import DEFAULT_WEIGHTS, Term, Weights, cost_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hopecare.domain.matching.constraints import HelperFacts, HelperId, NeedFacts
    from hopecare.domain.matching.distance import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperMatch:
    """One volunteer who may be asked, with the price and what it is made of."""

    helper_id: HelperId
    cost: int
    terms: Mapping[Term, int]
    distance_m: int
    is_rough: bool = False
    """Measured from the middle of a wide square or of the helper's district."""
    point: Point | None = None
    """From where it was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """One volunteer who may not be asked, and the first rule that says so."""

    helper_id: HelperId
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Everybody who was looked at, on one side or the other."""

    ranked: tuple[HelperMatch, ...]
    excluded: tuple[Excluded, ...]
    weights_version: str

    @property
    def excluded_by(self) -> Mapping[Rule, int]:
        """How many each rule kept out: a finding for whoever looks for new volunteers."""
        return Counter(excluded.rule for excluded in self.excluded)


def rank_helpers(
    need: NeedFacts,
    helpers: Iterable[HelperFacts],
    on: date,
    *,
    weights: Weights = DEFAULT_WEIGHTS,
) -> Ranking:
    """Rank those who may help, cheapest first, ties by id; name the rule for those who may not."""
    ranked: list[HelperMatch] = []
    excluded: list[Excluded] = []
    for helper in helpers:
        rule = first_broken_rule(need, helper, on=on)
        if rule is None:
            ranked.append(_match(need, helper, weights))
        else:
            excluded.append(Excluded(helper_id=helper.helper_id, rule=rule))
    return Ranking(
        ranked=tuple(in_order(ranked)), excluded=tuple(excluded), weights_version=weights.version
    )


def in_order(matches: Iterable[HelperMatch]) -> list[HelperMatch]:
    """Put the cheapest first, ties by id."""
    return sorted(matches, key=lambda match: (match.cost, str(match.helper_id)))


def _match(need: NeedFacts, helper: HelperFacts, weights: Weights) -> HelperMatch:
    cost = cost_of(need, helper, weights)
    return HelperMatch(
        helper_id=helper.helper_id,
        cost=cost.metres,
        terms=cost.terms,
        distance_m=round(distance_between(need, helper) or 0.0),
        is_rough=helper.is_rough,
        point=helper.point,
    )
