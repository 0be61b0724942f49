"""Why a place stays open: which rule keeps the helpers from it, or that their time is needed more.

What fails for everybody is a finding for whoever looks for new volunteers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.pairs import broken, costs, distances, may_meet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.matching.batch import BatchNeed
    from hopecare.domain.matching.choices import Choices
    from hopecare.domain.matching.columns import HelperColumns
    from hopecare.domain.matching.constraints import NeedFacts
    from hopecare.domain.matching.proposing import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Dear:
    """What the cheapest who fits would cost, and what the need costs while it stays open."""

    cost: int
    open_cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlaces:
    """A need that nobody, or too few, came to."""

    need_id: str
    places: int
    fitting: int
    """How many break no rule: they are needed more elsewhere, cost more than leaving it open, or
    only one of two was found."""
    stopped_by: Rule | None
    """The rule without which most would fit; None where some fit."""
    kept_out: Mapping[Rule, int]
    """How many each rule alone keeps out, or, where nobody is so near, how many break it first."""
    dear: Dear | None = None
    """Where everybody who fits costs more than leaving it open."""


def still_open(answer: Answer) -> list[OpenPlaces]:
    """Look into every need with open places, in the order they were given."""
    batch, choices = answer.choices.batch, answer.choices
    filled = Counter(pairing.need_id for pairing in answer.pairs)
    found = []
    for at, need in enumerate(batch.needs):
        places = need.people - filled[need.need_id]
        if not places:
            continue
        fitting, dear = len(choices.rows[at]), None
        if not fitting:
            fitting, dear = _too_dear(need, choices)
        kept_out = {} if fitting >= need.people else what_keeps_out(need.facts, choices.helpers)
        found.append(
            OpenPlaces(
                need_id=need.need_id,
                places=places,
                fitting=fitting,
                stopped_by=max(kept_out, key=lambda rule: kept_out[rule]) if kept_out else None,
                kept_out=kept_out,
                dear=dear,
            )
        )
    return found


def _too_dear(need: BatchNeed, choices: Choices) -> tuple[int, Dear | None]:
    """Count whoever breaks no rule, all dearer than the need left open, and price the cheapest."""
    helpers, everybody = choices.helpers, np.arange(len(choices.helpers), dtype=np.int64)
    rows, metres = may_meet(need.facts, helpers, everybody)
    if not len(rows):
        return 0, None
    priced = costs(need.facts, helpers, rows, metres, choices.batch.weights)
    return len(rows), Dear(cost=int(priced.min()), open_cost=need.whole_cost)


def what_keeps_out(need: NeedFacts, helpers: HelperColumns) -> dict[Rule, int]:
    """Count by rule those who break only that one; where there are none, what they break first."""
    rows = np.arange(len(helpers), dtype=np.int64)
    breaks = dict(broken(need, helpers, rows))
    breaks[Rule.TOO_FAR] = distances(need, helpers, rows) > helpers.radius_m
    table = np.array(list(breaks.values()))
    rules, times = list(breaks), table.sum(axis=0)
    first = np.argmax(table, axis=0)
    looked_at = first[times == 1] if (times == 1).any() else first[times > 0]
    counted = np.bincount(looked_at, minlength=len(rules)).tolist()
    return {rule: count for rule, count in zip(rules, counted, strict=True) if count}
