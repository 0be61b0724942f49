"""Every programme for a whole country, streamed in parts: how long, and how much memory at most."""

from __future__ import annotations

import resource
import sys
import time
from datetime import date

import numpy as np
import pytest

from hopecare.domain.eligibility.evidence import Evidence
from hopecare.domain.eligibility.evidence_tables import evidence_to_json
from hopecare.domain.eligibility.frame import Frame
from hopecare.reading.scenario_file import read_scenarios
from tests.factories.crowds import a_crowd
from tests.packs_read import read_once

KOREA = read_once()
DAY = date(2026, 7, 1)
FULL, SMALL, PART = 1_000_000, 2_000, 20_000
COUNTRY = 22_000_000
CORES = 2
AREAS = tuple(f"{number:02d}" for number in range(20))
RAISED = """
scenarios:
  raised:
    name: {ko: "생계급여 35%", en: "35 %"}
    set: {limit_livelihood: "round_won(median_income * 0.35)"}
"""


def parts(households: int, missing: float) -> list[Frame]:
    """Draw a few parts that are counted again and again: drawing is not what is measured."""
    chance = np.random.default_rng(3)
    size = min(households, PART)
    return [a_crowd(KOREA, size, missing, chance).frame(DAY) for _ in range(3)]


@pytest.mark.benchmark(timer=time.process_time)
@pytest.mark.parametrize("missing", [0.0, 0.1], ids=["all known", "a tenth missing"])
def test_evidence_of_every_programme(benchmark, missing, capsys, pytestconfig):
    is_full = pytestconfig.getoption("benchmark_enable")
    households = FULL if is_full else SMALL
    drawn = parts(households, missing)
    scenarios = read_scenarios(RAISED.encode(), "raised.yaml", KOREA)

    def count() -> Evidence:
        evidence = Evidence(KOREA, DAY, AREAS, scenarios)
        for number in range(households // drawn[0].count):
            known = drawn[number % len(drawn)]
            evidence.add(known, [AREAS[place % 20] for place in range(known.count)])
        return evidence

    evidence = benchmark.pedantic(count, rounds=1)
    told = evidence_to_json(evidence)
    assert told["households"] == households
    if is_full:
        spent = benchmark.stats.stats.data[0]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        minutes = spent * COUNTRY / households / 60 / CORES
        with capsys.disabled():
            sys.stdout.write(
                f"\n{benchmark.name}: {households / spent:,.0f} households a second and core,"
                f" at most {peak:,.0f} MB; {COUNTRY:,} would take {minutes:.1f} min on {CORES}\n"
            )
