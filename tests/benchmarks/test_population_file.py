"""How long a household takes from a line of a file into the columns of the engine."""

from __future__ import annotations

import csv
import io
import sys
import time
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from hopecare.domain.eligibility.facts import Answer, Bounds, HouseholdFacts
from hopecare.domain.eligibility.pack import RECEIVING
from hopecare.reading.population_file import read_population
from tests.factories.crowds import a_crowd
from tests.packs_read import read_once

KOREA = read_once()
DAY = date(2026, 6, 1)
FULL, SMALL = 20_000, 200


def cells(household: HouseholdFacts) -> Iterator[tuple[str, str]]:
    """Everything a household said, as it would stand in a line."""
    for key, answer in household.values.items():
        yield key, text_of(answer)
    for key, decision in household.decisions.items():
        yield key, text_of(decision.holds)
    for key, receives in household.receiving.items():
        yield RECEIVING + key, text_of(receives)
    for place, row in enumerate(household.rows["members"]):
        for key, answer in row.items():
            yield f"members.{place}.{key}", text_of(answer)


def text_of(answer: Answer) -> str:
    match answer:
        case bool():
            return "yes" if answer else "no"
        case Bounds(lo=lo, hi=hi):
            return f"{lo:.0f}~{hi:.0f}" if np.isfinite(hi) else f">={lo:.0f}"
        case _:
            return str(answer)


def a_file(households: int) -> bytes:
    crowd = a_crowd(KOREA, households, 0.1, np.random.default_rng(4))
    lines = [dict(cells(crowd.household(place))) for place in range(households)]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(key for line in lines for key in line)))
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


@pytest.mark.benchmark(timer=time.process_time)
def test_households_of_a_file_into_columns(benchmark, capsys, pytestconfig):
    is_full = pytestconfig.getoption("benchmark_enable")
    households = FULL if is_full else SMALL
    content = a_file(households)

    def read() -> int:
        parts = read_population(content, KOREA, on=DAY, chunk=households)
        return sum(part.known.count for part in parts)

    assert benchmark.pedantic(read, rounds=5) == households
    if is_full:
        each = min(benchmark.stats.stats.data) / households
        with capsys.disabled():
            sys.stdout.write(
                f"\n{benchmark.name}: {len(content) / households:,.0f} bytes a household,"
                f" {each * 1e6:.0f} µs each\n"
            )
