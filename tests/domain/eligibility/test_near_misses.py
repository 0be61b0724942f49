"""A miss is near up to exactly a tenth of its limit, for one household and for many alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hopecare.domain.eligibility.columns import frame_of_many
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.evidence import Evidence
from hopecare.domain.eligibility.facts import Bounds, HouseholdFacts
from hopecare.language.explanations import explain_programme
from tests.domain.eligibility import situations
from tests.factories.households import person
from tests.packs_read import read_once

DAY = date(2026, 6, 1)
KOREA = read_once()
ELBONIA = read_once(Path("tests/packs/elbonia"))
LIMIT = 820_556
TENTH = 82_055  # of 82,055.6


def with_income(income):
    return situations.household(person(50), income__benefits=income)


def criterion(facts, pack=KOREA, programme="livelihood", path="income", on=DAY):
    found = assess(pack, facts, on=on).programme(programme)
    return next(item for item in found.criteria if item.id == path)


def counted_near(facts, pack=KOREA, programme="livelihood", path="income", on=DAY):
    evidence = Evidence(pack, on, ("a",), [])
    evidence.add(frame_of_many(pack, [facts, facts], pack.figures(on)), ["a", "a"])
    misses = evidence.blockers[programme].get(path)
    return 0 if misses is None else misses.within(10.0) // 2


@pytest.mark.parametrize(
    ("income", "is_near"),
    [
        (LIMIT, False),
        (LIMIT + 1, True),
        (LIMIT + 41, True),
        (LIMIT + 42, True),
        (LIMIT + TENTH, True),
        (LIMIT + TENTH + 1, False),
        (Bounds(lo=LIMIT + 1, hi=LIMIT + TENTH), True),
        (Bounds(lo=LIMIT + 1, hi=LIMIT + TENTH + 1), False),
        (Bounds(lo=LIMIT, hi=LIMIT + TENTH), False),
    ],
)
def test_to_the_unit_whether_judged_alone_or_among_many(income, is_near):
    facts = with_income(income)
    assert criterion(facts).near_miss is is_near
    assert assess(KOREA, facts, on=DAY).programme("livelihood").near_miss is is_near
    assert counted_near(facts) == is_near


@pytest.mark.parametrize(("catch", "is_near"), [(16, False), (17, True), (18, True), (19, False)])
def test_what_must_stay_under_its_limit_and_reaches_it_is_near(catch, is_near):
    rows = ({"catch": catch, "webbed": False}, {"catch": 0, "webbed": True})
    facts = HouseholdFacts(values={"hut.dwellers": 2, "hut.soil": "dry"}, rows={"dwellers": rows})
    asked = {"pack": ELBONIA, "programme": "mud", "path": "catch", "on": date(2021, 7, 1)}
    assert criterion(facts, **asked).near_miss is is_near
    assert counted_near(facts, **asked) == is_near


def test_of_a_limit_of_nothing_there_is_no_little():
    facts = situations.household(
        person(50), findings={"finding.near_poor": False}, property__savings=1
    )
    facts = replace(facts, receiving=dict.fromkeys(KOREA.programmes, False))
    programmes = assess(KOREA, facts, on=DAY).programmes
    nothing = [
        item
        for each in programmes
        for item in each.criteria
        if item.right is not None and item.right.known and item.right.lo == 0
    ]
    assert nothing
    assert [item.id for item in nothing if item.near_miss] == []


@pytest.mark.parametrize(
    ("over", "language", "said"),
    [
        (1, "en", "KRW 1 over (less than 0.1%)."),
        (1, "ko", "1원 넘음 (0.1% 미만)."),
        (41, "en", "KRW 41 over (less than 0.1%)."),
        (820, "en", "KRW 820 over (0.1%)."),
        (820, "ko", "820원 넘음 (0.1%)."),
    ],
)
def test_a_share_that_rounding_leaves_nothing_of_is_said_to_be_there(over, language, said):
    result = assess(KOREA, with_income(LIMIT + over), on=DAY).programme("livelihood")
    near = [line for line in explain_programme(result, KOREA, language) if line.endswith(said)]
    assert len(near) == 1
