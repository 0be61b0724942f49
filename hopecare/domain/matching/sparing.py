"""Whom needs of few depend on: they are spared for those, and others are asked first.

Whether a need finds somebody hangs on how many fit. Where each says yes with the chance p, one more
or less of n who fit changes by p(1 - p)^(n - 1) how likely somebody comes: a fifth where nobody
else fits, hardly anything of many. Summed over the needs of a month this is what a town would miss
in a person (decision 34).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from hopecare.domain.matching.chances import own_rate
from hopecare.domain.matching.columns import Vocabulary, helper_columns
from hopecare.domain.matching.constraints import is_anywhere
from hopecare.domain.matching.nearby import Nearby
from hopecare.domain.matching.pairs import may_meet

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
    from datetime import date

    from hopecare.domain.matching.constraints import HelperFacts, HelperId, NeedFacts
    from hopecare.domain.matching.wave_facts import WaveRules

Key = TypeVar("Key", bound="Hashable")
NEEDS_OF_DAYS: Final = 30
"""A month has every weekday and most kinds of help in it."""
USUAL: Final = own_rate(0, 0)
"""How often somebody says yes of whom nothing is known; who fits a need is no matter of answers."""


def missed_in(fitting: int) -> float:
    """What one of so many who fit a need is worth to it, between nothing and the usual chance."""
    return USUAL * (1 - USUAL) ** (fitting - 1)


def missed_in_all(needs: Iterable[Collection[Key]]) -> dict[Key, float]:
    """Sum it up by volunteer, of needs that are given by who fits them."""
    found: defaultdict[Key, float] = defaultdict(float)
    for fitting in needs:
        worth = missed_in(len(fitting))
        for volunteer in fitting:
            found[volunteer] += worth
    return dict(found)


def who_fits(
    needs: Sequence[NeedFacts], helpers: Sequence[HelperFacts], *, on: date
) -> Iterator[list[HelperId]]:
    """Say of each need who fits it on a day, whatever they hold just then and were asked before."""
    with_time = [replace(each, active=0) for each in helpers]
    columns = helper_columns(with_time, Vocabulary.of(needs), on=on)
    nearby, everybody = Nearby(columns.lat, columns.lon), np.arange(len(columns), dtype=np.int64)
    farthest = float(columns.radius_m.max(initial=0.0))
    for need in needs:
        point = None if is_anywhere(need) else need.point
        reached = everybody if point is None else nearby.within(point, farthest)
        rows, _ = may_meet(replace(need, asked_ids=frozenset()), columns, reached)
        yield [helpers[row].helper_id for row in rows.tolist()]


def spared_by(missed: float, rules: WaveRules) -> float:
    """How much later in a wave's order that puts somebody."""
    return rules.spared_for_few * missed
