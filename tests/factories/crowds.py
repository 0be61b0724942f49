"""Random households in columns, by the thousand: drawn, partly forgotten, and completed again.

Each answer is a pair of ends between which it lies, yes and no being 1 and -1; a known one has the
same end twice. A completion of a crowd is what its households may turn out to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from hopecare.domain.eligibility.columns import (
    owners_of,
    presence,
    row_facts,
    short_key,
    wholes,
)
from hopecare.domain.eligibility.facts import (
    Answer,
    Bounds,
    Decision,
    Fact,
    FactKind,
    HouseholdFacts,
)
from hopecare.domain.eligibility.frame import Column, Frame, Rows
from hopecare.domain.eligibility.pack import RECEIVING, Pack
from hopecare.domain.eligibility.probing import receipt_fact
from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES, Span

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
WORDS = {FactKind.YES_NO, FactKind.CHOICE}
MOST_PEOPLE = 5
POOR, HAS_NOTHING = 0.5, 0.7
"""The share of poor households, and of each sort of money the share that such a one lacks."""
BLURRED = 0.05
"""Of the numbers, the share that is said within bounds only."""
ENDLESS = 1e12
"""What stands for a number without an upper bound."""
LEANINGS = np.array([0, 0, 1, -1])
"""All money little (twice as often, for it makes eligible), all money much, or anything."""
LEANS = 0.97
WITHOUT_SAMPLES = 15.0
"""An ordinary number where the pack gives none; the invented countries count in tens."""


@dataclass(frozen=True)
class Ends:
    """The answers to one fact: between which two numbers each lies."""

    lo: Numbers
    hi: Numbers

    def some(self, mask: NDArray[np.bool_]) -> Ends:
        return Ends(self.lo[mask], self.hi[mask])

    def without(self, fact: Fact, unsaid: NDArray[np.bool_]) -> Ends:
        return Ends(np.where(unsaid, fact.lo, self.lo), np.where(unsaid, fact.hi, self.hi))


@dataclass(frozen=True)
class Crowd:
    """Some households of one pack; each list has as many rows as there may be."""

    pack: Pack
    count: int
    wholes: dict[str, Ends]
    rows: dict[str, Ends]
    owners: dict[str, Places]

    def frame(self, on: date) -> Frame:
        """Give the households as the engine takes them."""
        columns = {fact.key: _column(fact, self.wholes[fact.key]) for fact in asked(self.pack)}
        frame = Frame(self.count, columns, {}, self.pack.figures(on))
        for key, listed in self.pack.lists.items():
            owner = self.owners[key]
            _, position = owners_of(np.bincount(owner, minlength=self.count))
            present = presence(position, frame.span(listed.counted_by).take(owner))
            said = {
                fact.key: _column(fact, self.rows[fact.key]) for fact in row_facts(self.pack, key)
            }
            frame.rows[key] = Rows(owner, present, said)
        return frame

    def completed(self, chance: Generator) -> Crowd:
        """Give households that these may turn out to be: ordinary ones, and the extremes.

        In some all that can be little is little, in some much; a single number at its end would
        seldom turn an answer.
        """
        facts = self.pack.facts
        lean = chance.choice(LEANINGS, self.count)
        wholes_now = {
            fact.key: _completed(fact, self.wholes[fact.key], lean, chance)
            for fact in asked(self.pack)
        }
        rows = {
            key: _completed(facts[key], ends, lean[self.owners[facts[key].rows or ""]], chance)
            for key, ends in self.rows.items()
        }
        return replace(self, wholes=wholes_now, rows=rows)

    def part(self, places: Places) -> Crowd:
        """Give the households at these places, in rising order."""
        kept = np.isin(np.arange(self.count), places)
        at = np.cumsum(kept) - 1
        facts = self.pack.facts
        return Crowd(
            self.pack,
            places.shape[0],
            {key: ends.some(kept) for key, ends in self.wholes.items()},
            {
                key: ends.some(kept[self.owners[facts[key].rows or ""]])
                for key, ends in self.rows.items()
            },
            {key: at[owner[kept[owner]]] for key, owner in self.owners.items()},
        )

    def household(self, place: int) -> HouseholdFacts:
        """Write one of the households as a person would say it."""
        said = dict(self._said(place))
        found = {fact.key for fact in wholes(self.pack) if fact.judged_by} & said.keys()
        receipts = {RECEIVING + key: key for key in self.pack.programmes}
        return HouseholdFacts(
            values={
                key: value
                for key, value in said.items()
                if key not in found and key not in receipts
            },
            rows={key: tuple(self._rows(key, place)) for key in self.pack.lists},
            receiving={receipts[key]: bool(said[key]) for key in receipts if key in said},
            decisions={key: Decision(holds=bool(said[key]), because="seen") for key in found},
        )

    def _said(self, place: int) -> Iterator[tuple[str, Answer]]:
        for fact in asked(self.pack):
            answer = _answer(fact, self.wholes[fact.key], place)
            if answer is not None:
                yield fact.key, answer

    def _rows(self, key: str, place: int) -> Iterator[dict[str, Answer]]:
        """Only those are listed who surely live there."""
        sure = int(self.wholes[self.pack.lists[key].counted_by].lo[place])
        for row in np.flatnonzero(self.owners[key] == place)[:sure]:
            answers = {
                short_key(fact): _answer(fact, self.rows[fact.key], int(row))
                for fact in row_facts(self.pack, key)
            }
            yield {name: answer for name, answer in answers.items() if answer is not None}


def a_crowd(pack: Pack, count: int, missing: float, chance: Generator) -> Crowd:
    """Draw households of one to five people, half of them poor; of every answer a share is missing.

    Of a person of whom it is open whether there is one, nothing is said.
    """
    poor = chance.random(count) < POOR
    said = {
        fact.key: _forgotten(fact, _drawn(fact, poor, chance), missing, chance)
        for fact in asked(pack)
    }
    rows, owners = {}, {}
    for key, listed in pack.lists.items():
        how_many = pack.facts[listed.counted_by]
        size = _forgotten(how_many, _sizes(how_many, count, chance), missing, chance)
        owner, position = owners_of(size.hi.astype(np.int64))
        said[how_many.key], owners[key] = size, owner
        for fact in row_facts(pack, key):
            drawn = _drawn(fact, poor[owner], chance)
            unsaid = position >= size.lo[owner]
            rows[fact.key] = _forgotten(fact, drawn, missing, chance).without(fact, unsaid)
    return Crowd(pack, count, said, rows, owners)


def asked(pack: Pack) -> list[Fact]:
    """Give all that is asked of the household as a whole, with what it receives."""
    return [*wholes(pack), *(receipt_fact(programme) for programme in pack.programmes.values())]


def _sizes(fact: Fact, count: int, chance: Generator) -> Numbers:
    top = min(fact.hi, MOST_PEOPLE)
    return np.clip(_one_of(fact, count, chance), fact.lo, top)


def _drawn(fact: Fact, poor: NDArray[np.bool_], chance: Generator) -> Numbers:
    """Draw common answers, and for half of the numbers any up to twice the largest of them."""
    count = poor.shape[0]
    common = _one_of(fact, count, chance)
    if fact.kind in WORDS:
        return common
    top = min(2.0 * max(fact.samples, default=WITHOUT_SAMPLES), fact.hi)
    anything = np.floor(fact.lo + (top - fact.lo) * chance.random(count) ** 2)
    drawn = np.where(chance.random(count) < 0.5, common, anything)
    nothing = poor & (fact.kind is FactKind.MONEY) & (chance.random(count) < HAS_NOTHING)
    return np.where(nothing, fact.lo, drawn)


def _one_of(fact: Fact, count: int, chance: Generator) -> Numbers:
    if fact.samples:
        share = np.array(fact.weights) / sum(fact.weights)
        return chance.choice(np.array(fact.samples), count, p=share)
    if fact.kind is FactKind.YES_NO:
        return chance.choice(np.array([float(YES), float(NO)]), count)
    top = fact.hi if fact.kind is FactKind.CHOICE else min(fact.hi, WITHOUT_SAMPLES)
    return chance.integers(int(fact.lo), int(top), count, endpoint=True).astype(np.float64)


def _forgotten(fact: Fact, truth: Numbers, missing: float, chance: Generator) -> Ends:
    """Forget a share of the answers, and know some numbers only as half to twice what they are."""
    gone = np.asarray(chance.random(truth.shape[0]) < missing)
    blurred = (chance.random(truth.shape[0]) < BLURRED) & (missing > 0) & (fact.kind not in WORDS)
    lo = np.where(blurred, np.maximum(truth // 2, fact.lo), truth)
    hi = np.where(blurred, np.minimum(truth * 2, fact.hi), truth)
    return Ends(lo, hi).without(fact, gone)


def _completed(fact: Fact, ends: Ends, lean: Places, chance: Generator) -> Ends:
    """Fill in an ordinary answer, one end, or (small ones more often) any number between."""
    count, top = ends.lo.shape[0], np.minimum(ends.hi, ENDLESS)
    ways = [
        ends.lo,
        top,
        np.clip(_drawn(fact, lean == 0, chance), ends.lo, top),
        np.floor(ends.lo + (top - ends.lo) * chance.random(count) ** 16),
    ]
    any_way = chance.integers(0, 3 if fact.kind in WORDS else 4, count)
    leans = (lean >= 0) & (chance.random(count) < LEANS) & (fact.kind is FactKind.MONEY)
    way = np.where(leans, lean, any_way)
    known = np.where(ends.lo == ends.hi, ends.lo, np.choose(way, ways))
    return Ends(known, known)


def _column(fact: Fact, ends: Ends) -> Column:
    known = ends.lo == ends.hi
    if fact.kind is FactKind.YES_NO:
        return np.where(known, ends.lo, UNDECIDED).astype(np.int8)
    return Span(ends.lo, ends.lo if known.all() else ends.hi)


def _answer(fact: Fact, ends: Ends, place: int) -> Answer | None:
    lo, hi = float(ends.lo[place]), float(ends.hi[place])
    if fact.kind in WORDS:
        if lo != hi:
            return None
        return bool(lo == YES) if fact.kind is FactKind.YES_NO else fact.choices[int(lo)]
    return int(lo) if lo == hi else Bounds(lo=lo, hi=hi)
