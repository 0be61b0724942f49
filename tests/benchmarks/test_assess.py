"""How long one household takes, fully explained, and how long the packs take to read."""

from __future__ import annotations

from datetime import date

import pytest

from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import HouseholdFacts
from hopecare.language.explanations import explain
from hopecare.reading.packs import load_packs
from tests.domain.eligibility import situations

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    "facts",
    [situations.park_yeoul(), situations.bae_marru(), HouseholdFacts(values={"household.size": 2})],
    ids=["everything known", "little known", "nothing known"],
)
def test_one_household_explained_in_two_languages(benchmark, facts):
    pack = load_packs()["kr"]

    def answer() -> list[str]:
        assessment = assess(pack, facts, on=DAY)
        return [*explain(assessment, pack, "ko"), *explain(assessment, pack, "en")]

    assert benchmark(answer)


def test_reading_every_pack(benchmark):
    assert benchmark(load_packs)
