"""Asking in waves beside three live askings, in towns nothing was tuned on, against its goals."""

from __future__ import annotations

import sys

import pytest

from hopecare.domain.matching.simulation.figures import Figures, figures_of, mean_of
from hopecare.domain.matching.simulation.play import play
from hopecare.domain.matching.simulation.policies import POLICIES
from hopecare.domain.matching.simulation.town import invented_town

FULL, SMALL = (5_000, 60, 42), (300, 4, 24)
SEEDS = (21, 22, 23)
WARM_UP_DAYS = 14
WAYS = ("three live", "ours", "ours without learning")


def played(way: str, size: tuple[int, int, int], *, is_tight: bool) -> Figures:
    volunteers, needs_a_day, days = size
    return mean_of(
        [
            figures_of(town, play(town, POLICIES[way], seed=21 + at), since_day=WARM_UP_DAYS)
            for at, seed in enumerate(SEEDS)
            for town in [invented_town(volunteers, needs_a_day, days, seed=seed, is_tight=is_tight)]
        ]
    )


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("kind", ["ample", "tight"])
def test_waves_against_three_live(kind, benchmark, capsys):
    size = SMALL if benchmark.disabled else FULL
    three, ours, unlearned = benchmark.pedantic(
        lambda: [played(way, size, is_tight=kind == "tight") for way in WAYS],
        rounds=1,
        iterations=1,
    )
    assert (ours.faults, ours.at_night) == (0, 0)
    assert ours.foretold is not None
    if not benchmark.disabled:
        with capsys.disabled():
            sys.stdout.write("\n".join(["", kind, *lines(three, ours, unlearned), ""]))


def lines(three: Figures, ours: Figures, unlearned: Figures) -> list[str]:
    """Each figure beside its goal."""
    foretold = ours.foretold
    assert foretold is not None
    more = unlearned.askings_a_place / ours.askings_a_place - 1
    return [
        f"covered {ours.covered:.3f}, three live {three.covered:.3f} (goal: +0.020)",
        f"urgent in 12 h {ours.urgent_covered:.3f}, {three.urgent_covered:.3f} (goal: +0.050)",
        f"asked a place {ours.askings_a_place:.1f}, {three.askings_a_place:.1f} (goal: 10.5)",
        f"p99 asked {ours.p99_askings:.0f}, {three.p99_askings:.0f} (goal: 22)",
        f"worst district {ours.worst_district:.3f}, {three.worst_district:.3f} (goal: no lower)",
        f"left {ours.left:.0f}, {three.left:.0f}",
        f"yes foretold {foretold.foretold:.3f}, observed {foretold.observed:.3f} (goal: 0.020)",
        f"without learning {more:+.1%} asked a place (goal: 15 %)",
    ]
