"""What a population shows, chunk by chunk: counts, costs, who is blocked by what, what to ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.blockers import Misses, added, sole_blockers
from hopecare.domain.eligibility.counting import Places, Tally, tally
from hopecare.domain.eligibility.judging import fresh, judge
from hopecare.domain.eligibility.scenarios import judge_under
from hopecare.domain.eligibility.wanted import (
    MOST_LOOKED_AT,
    Wanted,
    most_wanted,
    open_households,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.judging import ProgrammeColumns
    from hopecare.domain.eligibility.pack import Pack, Programme
    from hopecare.domain.eligibility.scenarios import Scenario


@dataclass(slots=True)
class Evidence:
    """All that has been counted so far; more households may be added at any time."""

    pack: Pack
    on: date
    areas: tuple[str, ...]
    scenarios: Sequence[Scenario]
    households: int = 0
    by_area: np.ndarray[tuple[int], np.dtype[np.float64]] = field(
        default_factory=lambda: np.zeros(0)
    )
    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    """By scenario and programme."""
    blockers: dict[str, dict[str, Misses]] = field(default_factory=dict)
    """By programme and criterion, under the rules as they are."""
    wanted: dict[str, Wanted] = field(default_factory=dict)
    """By fact, from the first open households."""
    looked_at: int = 0

    def add(self, known: Frame, areas: Sequence[str]) -> None:
        """Count some more households; each area must be one of those named at the start."""
        programmes = self.pack.programmes_on(self.on)
        frame = fresh(known)
        base = judge(self.pack, programmes, frame)
        places = self._places(areas)
        self.households += known.count
        self._count(programmes, frame, base, places)
        self._block(programmes, base)
        self._want(programmes, known, base)

    def _places(self, areas: Sequence[str]) -> Places:
        index = {area: place for place, area in enumerate(self.areas)}
        places = Places(np.array([index[area] for area in areas], dtype=np.int64), len(self.areas))
        living = places.add_up(np.ones(len(areas)))
        self.by_area = living if not self.by_area.size else self.by_area + living
        return places

    def _count(
        self,
        programmes: Sequence[Programme],
        frame: Frame,
        base: Mapping[str, ProgrammeColumns],
        places: Places,
    ) -> None:
        for scenario in self.scenarios:
            after = judge_under(self.pack, programmes, frame, base, scenario, self.on)
            for programme in programmes:
                key = programme.key
                counted = tally(programme, base[key], after[key], scenario, places)
                place = scenario.key, key
                found = self.tallies.get(place)
                self.tallies[place] = counted if found is None else found + counted

    def _block(self, programmes: Sequence[Programme], base: Mapping[str, ProgrammeColumns]) -> None:
        for programme in programmes:
            misses = dict(sole_blockers(programme, base[programme.key]))
            self.blockers[programme.key] = added(self.blockers.get(programme.key, {}), misses)

    def _want(
        self, programmes: Sequence[Programme], known: Frame, base: Mapping[str, ProgrammeColumns]
    ) -> None:
        """Look at the first open households only: trying every answer is dear."""
        places = open_households(base, known.count)[: MOST_LOOKED_AT - self.looked_at]
        self.looked_at += places.shape[0]
        for item in most_wanted(self.pack, programmes, known, places):
            found = self.wanted.get(item.fact)
            self.wanted[item.fact] = item if found is None else found + item
