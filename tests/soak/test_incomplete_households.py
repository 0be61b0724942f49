"""A million households of whom not everything is known: never judged wrongly, seldom left open.

Decidable means that no completion was found that turns the answer: every household that is left
open is completed again and again, with ordinary answers and with extremes, until two completions
disagree or so many have been tried. More tries could only make fewer decidable.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.random import Generator

from hopecare.domain.eligibility.judging import ProgrammeColumns, fresh, judge
from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES, Span, Truth
from tests.factories.crowds import Crowd, a_crowd
from tests.packs_read import read_once

INVENTED = Path(__file__).parent.parent / "packs"
PACKS = {
    "kr": (read_once(), date(2026, 7, 1)),  # a day on which one may apply for everything
    "elbonia": (read_once(INVENTED / "elbonia"), date(2026, 6, 1)),
    "freedonia": (read_once(INVENTED / "freedonia"), date(2021, 6, 1)),
}
MISSING = 0.1
COMPLETIONS = 4
"""Of every household."""


@dataclass(frozen=True)
class Size:
    """How many households, how many at once; how many of them are searched for undecided ones.

    The search tries so many more completions of those left open.
    """

    households: int
    at_once: int
    searched: int
    tries: int
    decided: float
    """Of the decidable, the share that must be decided; with few tries too many seem decidable."""


FULL = Size(1_000_000, 20_000, searched=60_000, tries=1_000, decided=0.99)
SMALL = Size(8_000, 8_000, searched=8_000, tries=100, decided=0.98)


@dataclass
class Count:
    """By programme: definite answers, contradicted ones, and decidable ones that were left open."""

    eligible: Counter[str] = field(default_factory=Counter)
    ineligible: Counter[str] = field(default_factory=Counter)
    left_open: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    decided_of_searched: int = 0
    outside: int = 0
    """Completions of a criterion or an amount outside of the bounds that were given for it."""

    @property
    def decided(self) -> int:
        return self.eligible.total() + self.ineligible.total()

    @property
    def share(self) -> float:
        """Of the decidable among those searched, the share that was decided."""
        return self.decided_of_searched / (self.decided_of_searched + self.left_open.total())

    def __str__(self) -> str:
        return (
            f"{self.decided:,} definite answers ({self.eligible.total():,} eligible), "
            f"{self.wrong.total()} wrong, {self.outside} outside of their bounds; "
            f"{self.share:.3%} of the decidable decided; left open {dict(self.left_open)}"
        )


def add(count: Count, crowd: Crowd, on: date, tries: int, chance: Generator) -> None:
    """Judge some households as they are known, and again as they may turn out to be."""
    known, many = judged(crowd, on), crowd.count
    agreed: dict[str, Truth] = {}
    for _ in range(COMPLETIONS):
        full = judged(crowd.completed(chance), on)
        for key, columns in full.items():
            count.wrong[key] += turned(known[key].verdict, columns.verdict)
            count.outside += outside(known[key], columns)
            agreed[key] = agreeing(agreed.get(key), whole(columns.verdict, many))
    verdicts = {key: whole(columns.verdict, many) for key, columns in known.items()}
    for key, verdict in verdicts.items():
        count.eligible[key] += int((verdict == YES).sum())
        count.ineligible[key] += int((verdict == NO).sum())
    if not tries:
        return
    count.decided_of_searched += sum(int((one != UNDECIDED).sum()) for one in verdicts.values())
    same = {
        key: np.where(verdicts[key] == UNDECIDED, truth, UNDECIDED) for key, truth in agreed.items()
    }
    count.left_open.update(tried_further(crowd, on, same, tries, chance))


def tried_further(
    crowd: Crowd, on: date, agreed: dict[str, Truth], tries: int, chance: Generator
) -> dict[str, int]:
    """Look for completions that turn an open answer, and count those where none was found."""
    for _ in range(tries):
        places = np.flatnonzero(np.logical_or.reduce([one != UNDECIDED for one in agreed.values()]))
        if not places.size:
            break
        crowd = crowd.part(places)
        full = judged(crowd.completed(chance), on)
        agreed = {
            key: agreeing(truth[places], whole(full[key].verdict, crowd.count))
            for key, truth in agreed.items()
        }
    return {key: int((truth != UNDECIDED).sum()) for key, truth in agreed.items()}


def judged(crowd: Crowd, on: date) -> Mapping[str, ProgrammeColumns]:
    return judge(crowd.pack, crowd.pack.programmes_on(on), fresh(crowd.frame(on)))


def whole(truth: Truth, count: int) -> Truth:
    return np.broadcast_to(truth, (count,))


def agreeing(before: Truth | None, now: Truth) -> Truth:
    """Give the verdict on which all completions agree so far, undecided where they do not."""
    return now if before is None else np.where(before == now, now, UNDECIDED)


def turned(known: Truth, full: Truth) -> int:
    """Count the definite answers that did not hold."""
    return int(((known != UNDECIDED) & (full != known)).sum())


def outside(known: ProgrammeColumns, full: ProgrammeColumns) -> int:
    """Count the criteria that turned, and the sides and amounts outside of what was given."""
    found = beyond(known.amount, full.amount)
    for path, before in known.criteria.items():
        after = full.criteria[path]
        found += turned(before.truth, after.truth)
        found += beyond(before.left, after.left) + beyond(before.right, after.right)
        found += beyond(before.margin, after.margin)
    return found


def beyond(known: Span | None, full: Span | None) -> int:
    if known is None or full is None:
        return 0
    return int(((full.lo < known.lo) | (full.hi > known.hi)).sum())


@pytest.mark.parametrize("key", PACKS)
def test_no_completion_contradicts_and_what_can_be_decided_is(key, full_size, capsys):
    pack, on = PACKS[key]
    size = FULL if full_size else SMALL
    count, chance = Count(), np.random.default_rng(2026)
    for begun in range(0, size.households, size.at_once):
        crowd = a_crowd(pack, size.at_once, MISSING, chance)
        add(count, crowd, on, size.tries if begun < size.searched else 0, chance)
    if full_size:
        with capsys.disabled():
            sys.stdout.write(f"\n{key}: {size.households:,} households, {count}\n")
    assert count.wrong.total() == 0
    assert count.outside == 0
    for programme in pack.programmes_on(on):
        assert count.eligible[programme.key] > 0
        assert count.ineligible[programme.key] > 0
    assert count.share >= size.decided
