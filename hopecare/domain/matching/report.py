"""What a solve came to, in the shape of the exchange format's report."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.matching.still_open import still_open

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.matching.batch import Pairing
    from hopecare.domain.matching.proposing import Answer
    from hopecare.domain.matching.score import Cost
    from hopecare.domain.matching.still_open import OpenPlaces

PRIORITY_WEIGHT: Final[Mapping[int, int]] = MappingProxyType({1: 1, 2: 2, 3: 4})
"""How much a covered need counts, by priority."""


def report_of(answer: Answer) -> dict[str, Any]:
    """Lay out costs, proof, coverage, every pair's terms, and why the rest stays open."""
    batch, certificate = answer.choices.batch, answer.certificate
    filled = Counter(pairing.need_id for pairing in answer.pairs)
    weight = {need.need_id: PRIORITY_WEIGHT[need.priority] for need in batch.needs}
    covered = [need.need_id for need in batch.needs if filled[need.need_id] == need.people]
    return {
        "mode": "strict",
        "weights_version": batch.weights.version,
        "needs": len(batch.needs),
        "helpers": len(batch.helpers),
        "places": sum(need.people for need in batch.needs),
        "filled_places": len(answer.pairs),
        "cost": certificate.cost,
        # Rounded down: what is printed must never claim more than is proven.
        "lower_bound": math.floor(certificate.lower_bound),
        "gap": certificate.gap,
        "covered": _share(len(covered), len(batch.needs)),
        "covered_by_priority": _share(
            sum(weight[need_id] for need_id in covered), sum(weight.values())
        ),
        "pairs_priced": answer.choices.pairs_priced,
        "open": [_open_place(each) for each in still_open(answer)],
        "assignments": [_assignment(*each) for each in answer.pairs.items()],
    }


def _open_place(found: OpenPlaces) -> dict[str, Any]:
    return {
        "case_id": found.need_id,
        "places": found.places,
        "fitting": found.fitting,
        "stopped_by": found.stopped_by,
        "kept_out": dict(found.kept_out),
        "dearer_than_open": asdict(found.dear) if found.dear else None,
    }


def _assignment(pairing: Pairing, cost: Cost) -> dict[str, Any]:
    return {
        "case_id": pairing.need_id,
        "volunteer_id": pairing.helper_id,
        "cost": cost.metres,
        "terms": dict(cost.terms),
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
