"""A solved batch as the rows of a list: each pair with its price, and how much it changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.matching.score import Term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hopecare.domain.matching.constraints import HelperId
    from hopecare.domain.matching.proposing import Answer
    from hopecare.domain.matching.score import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPair:
    """One helper for one place of a need, as it is kept."""

    need_id: str
    helper_id: HelperId
    place: int
    cost: Cost
    distance_m: int
    price: int
    """What taking this helper costs others."""


def proposed_pairs(answer: Answer) -> Sequence[ProposedPair]:
    """Lay out the pairs of an answer, places counted from 1."""
    helpers = answer.choices.batch.helpers
    price_of: Mapping[HelperId, float] = {
        helpers[row].helper_id: price for row, price in answer.prices.items()
    }
    places: Counter[str] = Counter()
    found = []
    for pairing, cost in answer.pairs.items():
        places[pairing.need_id] += 1
        found.append(
            ProposedPair(
                need_id=pairing.need_id,
                helper_id=pairing.helper_id,
                place=places[pairing.need_id],
                cost=cost,
                distance_m=cost.terms.get(Term.DISTANCE, 0),
                price=round(price_of.get(pairing.helper_id, 0.0)),
            )
        )
    return found


def count_changed(answer: Answer) -> int:
    """Count the pairs that the last draft did not have."""
    kept = answer.choices.batch.kept
    return sum(
        pairing.helper_id not in kept.get(pairing.need_id, frozenset()) for pairing in answer.pairs
    )
