"""How long one household takes, fully explained, and how long the packs take to read."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from click.testing import CliRunner

from hopecare.commands.eligibility import eligibility
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import HouseholdFacts
from hopecare.language.explanations import explain
from hopecare.reading.packs import load_packs
from tests.benchmarks.goals import ROUNDS, tell
from tests.domain.eligibility import situations
from tests.packs_read import read_once

DAY = date(2026, 6, 1)
ONE_HOUSEHOLD, ALL_PACKS = 0.020, 1.0
"""Seconds: the goals for one household, every programme, two languages, and for reading."""


@pytest.mark.benchmark(timer=time.process_time)
@pytest.mark.parametrize(
    "facts",
    [
        situations.park_yeoul(),
        situations.bae_marru(),
        HouseholdFacts(values={"household.size": 2}),
        HouseholdFacts(),
    ],
    ids=["everything known", "little known", "only the size known", "nothing known"],
)
def test_one_household_explained_in_two_languages(benchmark, facts, capsys):
    pack = read_once()

    def answer() -> list[str]:
        assessment = assess(pack, facts, on=DAY)
        return [*explain(assessment, pack, "ko"), *explain(assessment, pack, "en")]

    assert benchmark.pedantic(answer, rounds=ROUNDS, warmup_rounds=5)
    tell(benchmark, capsys, ONE_HOUSEHOLD)


@pytest.mark.benchmark(timer=time.process_time)
def test_one_household_from_the_command_line(benchmark, tmp_path, capsys):
    household = tmp_path / "household.json"
    said = {"facts": {"household.size": 1}, "members": [{"age": 67, "pay": 0}]}
    household.write_text(json.dumps(said), encoding="utf-8")
    arguments = ["assess", str(household), "--on", DAY.isoformat(), "--country", "kr", "--json"]

    def answer() -> str:
        return CliRunner().invoke(eligibility, arguments).output

    assert json.loads(benchmark.pedantic(answer, rounds=ROUNDS, warmup_rounds=5))["programmes"]
    tell(benchmark, capsys, ONE_HOUSEHOLD)


@pytest.mark.benchmark(timer=time.process_time)
def test_reading_every_pack(benchmark, capsys):
    assert benchmark.pedantic(load_packs, rounds=20)
    tell(benchmark, capsys, ALL_PACKS)
