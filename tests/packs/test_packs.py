"""Every pack answers its own examples; an invented country works without a line of the engine."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import Answer, Bounds, HouseholdFacts
from hopecare.domain.eligibility.pack import Pack
from hopecare.errors import InvalidInputError, NoRulesOnDateError
from hopecare.reading.packs import SHIPPED, check_pack, load_pack
from tests.packs_read import read_once

ELBONIA = Path(__file__).parent / "elbonia"
PACKS = [
    *(path.parent for path in sorted(SHIPPED.glob("*/pack.yaml"))),
    *(path.parent for path in sorted(Path(__file__).parent.glob("*/pack.yaml"))),
]
DAY = date(2026, 6, 1)

# Typed from the notice (8 persons for livelihood and medical, 7 for housing and education). Every
# size, year and day is tried by the pack's own examples, side by side; here some go one by one.
LIMITS_2026 = {
    "livelihood": [
        820_556,
        1_343_773,
        1_714_892,
        2_078_316,
        2_418_150,
        2_737_905,
        3_044_848,
        3_351_791,
    ],
    "medical": [
        1_025_695,
        1_679_717,
        2_143_614,
        2_597_895,
        3_022_688,
        3_422_381,
        3_806_060,
        4_189_739,
    ],
    "housing": [1_230_834, 2_015_660, 2_572_337, 3_117_474, 3_627_225, 4_106_857, 4_567_272],
    "education": [1_282_119, 2_099_646, 2_679_518, 3_247_369, 3_778_360, 4_277_976, 4_757_575],
}
LIMITS = [
    (programme, size, limit)
    for programme, limits in LIMITS_2026.items()
    for size, limit in enumerate(limits, start=1)
    if size in {1, 4, len(limits)}
]


@pytest.fixture(scope="module")
def korea() -> Pack:
    return read_once()


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_a_pack_has_no_mistakes_and_meets_its_own_examples(folder):
    assert [str(item) for item in check_pack(folder)] == []


@pytest.mark.parametrize(("programme", "size", "limit"), LIMITS)
def test_a_limit_is_met_on_it_and_missed_one_won_over_it(korea, programme, size, limit):
    verdicts = []
    for income in (limit - 1, limit, limit + 1):
        answer = assess(korea, alike(size, income), on=DAY).programme(programme)
        margin = answer.criteria[0].margin
        assert margin is not None
        verdicts.append((answer.verdict.value, margin.lo))
    assert verdicts == [("eligible", 1), ("eligible", 0), ("ineligible", -1)]


def alike(size: int, income: int, **known: Any) -> HouseholdFacts:
    member: dict[str, Answer] = {"age": 40, "pay": 0, "school": "primary", "disability": "none"}
    nothing = dict.fromkeys(
        ("income.property", "income.gifts", "spending.medical", "spending.pension", "home.owned",
         "home.deposit", "property.general", "property.savings", "property.debt", "car.value"), 0,
    )  # fmt: skip
    said = {
        "household.region": "gyeonggi", "household.covered": True, "obligor.exists": False,
        "household.counted_with_parents": False, "income.benefits": income, "household.size": size,
    }  # fmt: skip
    values: dict[str, Any] = (
        nothing | said | {key.replace("__", "."): value for key, value in known.items()}
    )
    return HouseholdFacts(values=values, rows={"members": (member,) * size})


def test_the_living_reserve_is_five_million_and_not_the_six_of_emergency_aid(korea):
    # 90,000,000 home uses the whole allowance; (5,500,000 - 5,000,000) x 6.26 % = 31,300, and
    # 10,000,000 x 1.04 % = 104,000 for the home.
    facts = alike(1, 0, home__owned=90_000_000, property__savings=5_500_000)
    answer = assess(korea, facts, on=DAY)
    assert answer.figures["property_income"].lo == 31_300 + 104_000


@pytest.mark.parametrize(
    ("region", "income"), [("seoul", 0), ("metropolitan", 31_200), ("rest", 280_800)]
)
def test_the_basic_amount_is_that_of_the_region(korea, region, income):
    # 80,000,000 home: 99, 77 and 53 million are taken off; Daegu is metropolitan, never 80 million.
    facts = alike(1, 0, home__owned=80_000_000, household__region=region)
    assert assess(korea, facts, on=DAY).figures["property_income"].lo == income


@pytest.mark.parametrize(
    ("programme", "percent", "planned"),
    [("livelihood", 35, 897_483), ("housing", 50, 1_282_119)],
)
def test_a_planned_percentage_is_not_in_force(korea, programme, percent, planned):
    # 35 % and 50 % of 2,564,238 are plans: still over the limits that hold.
    assert round(2_564_238 * percent / 100) == planned
    assert assess(korea, alike(1, planned), on=DAY).programme(programme).verdict == "ineligible"


def test_property_of_each_kind_counts_by_the_month_and_not_by_the_year(korea):
    # 1,000,000 beyond a used-up allowance: 10,400 as a home, 41,700 as land, 62,600 as savings.
    for said, counted in (
        ({"home__owned": 81_000_000}, 10_400),
        ({"home__owned": 80_000_000, "property__general": 1_000_000}, 41_700),
        ({"home__owned": 80_000_000, "property__savings": 6_000_000}, 62_600),
    ):
        assert assess(korea, alike(1, 0, **said), on=DAY).figures["property_income"].lo == counted


def test_the_medical_obligor_rule_still_stands_in_2026(korea):
    rich = {"obligor__exists": True, "obligor__excused": False, "obligor__size": 1,
            "obligor__income": 9_000_000, "obligor__property": 0}  # fmt: skip
    answer = assess(korea, alike(1, 0, **rich), on=DAY)
    assert answer.programme("medical").verdict == "unknown"
    assert answer.programme("medical").missing == ("finding.obligor_refuses",)


def test_a_figure_without_official_paper_is_named_where_it_counts(korea):
    with_deposit = assess(korea, alike(1, 0, home__deposit=100_000_000), on=DAY)
    without = assess(korea, alike(1, 0, home__owned=100_000_000), on=DAY)
    assert "deposit_share" in with_deposit.programme("livelihood").unconfirmed
    assert without.programme("livelihood").unconfirmed == ()


@pytest.mark.parametrize("day", [date(2022, 12, 31), date(2027, 1, 1)])
def test_a_day_without_rules_is_refused_rather_than_judged_by_other_years(korea, day):
    with pytest.raises(NoRulesOnDateError):
        assess(korea, alike(1, 0), on=day)


@pytest.mark.parametrize(
    ("facts", "field", "code"),
    [
        (HouseholdFacts(values={"nonsense": 1}), "nonsense", "unknown_question"),
        (HouseholdFacts(values={"household.size": -1}), "household.size", "too_small"),
        (HouseholdFacts(values={"household.size": 1.5}), "household.size", "not_whole"),
        (HouseholdFacts(values={"home.owned": float("nan")}), "home.owned", "not_a_number"),
        (HouseholdFacts(values={"home.owned": -1}), "home.owned", "negative"),
        (HouseholdFacts(values={"home.owned": True}), "home.owned", "not_a_number"),
        (
            HouseholdFacts(values={"home.owned": Bounds(lo=9, hi=3)}),
            "home.owned",
            "bounds_contradict",
        ),
        (HouseholdFacts(values={"obligor.exists": "yes"}), "obligor.exists", "not_yes_or_no"),
        (HouseholdFacts(values={"household.region": "mars"}), "household.region", "not_a_choice"),
        (
            HouseholdFacts(values={"finding.obligor_refuses": True}),
            "finding.obligor_refuses",
            "belongs_under_decisions",
        ),
        (HouseholdFacts(rows={"members": ()}), "members", "too_few"),
        (HouseholdFacts(rows={"members": ({},) * 21}), "members", "too_many"),
        (
            HouseholdFacts(
                values={"household.size": Bounds(lo=1, hi=2)}, rows={"members": ({},) * 3}
            ),
            "household.size",
            "fewer_than_listed",
        ),
        (HouseholdFacts(rows={"members": ({"wings": 2},)}), "members.0.wings", "unknown_question"),
        (HouseholdFacts(receiving={"moon": True}), "receiving.moon", "unknown_question"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_facts_are_refused_by_name_and_nothing_is_computed(korea, facts, field, code):
    with pytest.raises(InvalidInputError) as refusal:
        assess(korea, facts, on=DAY)
    assert refusal.value.fields == {field: [code]}


def test_the_invented_country_asks_for_what_it_needs():
    pack = read_once(ELBONIA)
    facts = HouseholdFacts(values={"hut.dwellers": 2}, rows={"dwellers": ({"catch": 1},)})
    answer = assess(pack, facts, on=DAY).programme("mud")
    assert answer.verdict == "unknown"
    assert set(answer.missing) == {
        "dwellers.0.webbed", "dwellers.1.catch", "dwellers.1.webbed",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("table", "verdict", "has_amount"),
    [("enough", "unknown", True), ("boots", "eligible", False)],
    ids=["the limit", "the price"],
)
def test_a_figure_that_ended_is_not_known_rather_than_last_years(
    tmp_path, table, verdict, has_amount
):
    text = (ELBONIA / "pack.yaml").read_text("utf-8")
    ended = text.replace(f"  {table}:\n", f"  {table}:\n    until: 2025-12-31\n", 1)
    (tmp_path / "pack.yaml").write_text(ended, "utf-8")
    facts = HouseholdFacts(
        values={"hut.soil": "dry", "hut.dwellers": 1},
        rows={"dwellers": ({"catch": 0, "webbed": True},)},
    )
    answer = assess(load_pack(tmp_path), facts, on=DAY).programme("mud")
    assert (answer.verdict, answer.amount is not None) == (verdict, has_amount)
