"""The figures of the Korean pack: dated, sourced, used, and none of the well-known wrong ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hopecare.domain.eligibility.pack import Pack
from tests.packs_read import read_once

DAY = date(2026, 6, 1)
FIRST = {"livelihood", "medical", "housing", "education", "near_poor", "emergency"}


@pytest.fixture(scope="module")
def korea() -> Pack:
    return read_once()


@pytest.mark.parametrize(
    ("key", "year", "size", "wrong", "right"),
    [
        ("median_income", 2026, 7, 9_573_575, 9_515_150),
        ("median_income", 2026, 8, 10_591_197, 10_474_348),
        ("median_income", 2026, 9, 10_474_348, 11_433_546),
        ("limit_medical", 2025, 3, 2_011_410, 2_010_141),
        ("limit_livelihood", 2025, 6, 2_587_380, 2_580_738),
        ("limit_livelihood", 2023, 2, 1_036_847, 1_036_846),
        ("limit_medical", 2023, 3, 1_773_926, 1_773_927),
        ("limit_medical", 2023, 6, 2_891_192, 2_891_193),
        ("limit_emergency", 2025, 4, 3_560_000, 4_573_330),
        ("limit_emergency", 2026, 4, 5_520_527, 4_871_054),
    ],
)
def test_wrong_figures_that_circulate_are_not_in_the_pack(korea, key, year, size, wrong, right):
    table = korea.parameters[key].figure(date(year, 6, 1))
    assert table.rows[size - 1] == right != wrong


@pytest.mark.parametrize(
    ("key", "year", "wrong", "right"),
    [
        ("pension_line_single", 2025, 2_228_000, 2_280_000),
        ("pension_line_couple", 2025, 3_564_800, 3_648_000),
        ("living_reserve", 2026, 6_000_000, 5_000_000),
        ("obligor_income_year", 2024, 130_000_000, 100_000_000),
    ],
)
def test_wrong_single_figures_are_not_in_the_pack(korea, key, year, wrong, right):
    assert korea.parameters[key].figure(date(year, 6, 1)).lo[0] == right != wrong


def test_emergency_support_of_a_county_ends_at_130_and_not_135_million(korea):
    table = korea.parameters["emergency_property"].figure(DAY)
    assert table.rows.tolist() == [241_000_000, 152_000_000, 130_000_000]


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
@pytest.mark.parametrize("size", range(1, 8))
def test_the_published_limits_stay_within_a_won_of_their_share_of_the_median(korea, year, size):
    day = date(year, 6, 1)
    median = korea.parameters["median_income"].figure(day).rows[size - 1]
    shares = {
        "limit_livelihood": 0.30 if year == 2023 else 0.32,
        "limit_medical": 0.40,
        "limit_housing": 0.47 if year == 2023 else 0.48,
        "limit_education": 0.50,
        "limit_emergency": 0.75,
    }
    for key, share in shares.items():
        limit = korea.parameters[key].figure(day).rows[size - 1]
        assert abs(limit - median * share) <= 1.5, key


@pytest.mark.parametrize("year", [2023, 2025, 2026])
def test_the_median_of_six_and_seven_follows_from_eight_and_the_step_of_the_notice(korea, year):
    table = korea.parameters["median_income"].figure(date(year, 6, 1))
    step = {2023: 879_534, 2025: 923_623, 2026: 959_198}[year]
    assert table.rows[7] - table.rows[6] == table.rows[6] - table.rows[5] == step
    assert table.rows[8] - table.rows[7] == step


def test_of_2027_only_the_announced_medians_are_known_and_no_limit(korea):
    day = date(2027, 1, 1)
    assert korea.parameters["median_income"].figure(day).rows.tolist() == [
        2_736_042, 4_480_645, 5_718_091, 6_929_885, 8_063_019, 9_129_201,
    ]  # fmt: skip
    assert korea.parameters["median_income"].unconfirmed_on(day)
    assert korea.parameters["limit_livelihood"].on(day) is None


def test_one_household_stands_in_three_region_classes(korea):
    region = {
        "basic_property": "household.region",
        "emergency_property": "household.emergency_region",
        "pension_basic": "household.pension_region",
    }
    assert {key: korea.parameters[key].by for key in region} == region
    # Namyangju: 80, 152 and 85 million.
    found = []
    for key, place in zip(region, (1, 1, 1), strict=True):
        found.append(korea.parameters[key].figure(DAY).rows[place])
    assert found == [80_000_000, 152_000_000, 85_000_000]


@pytest.mark.parametrize(
    ("day", "programmes"),
    [
        (date(2023, 1, 1), FIRST),
        (date(2024, 1, 1), {"basic_pension"}),
        (date(2025, 1, 1), {"disability_pension", "single_parent"}),
        (date(2025, 6, 9), {"energy_voucher"}),
        (date(2026, 1, 1), {"gyeonggi_emergency"}),
        (date(2026, 5, 12), {"long_term_care"}),
    ],
)
def test_a_programme_begins_on_the_day_from_which_its_figures_are_known(korea, day, programmes):
    before = set()
    if day > date(2023, 1, 1):
        before = {item.key for item in korea.programmes_on(day - timedelta(days=1))}
    assert {item.key for item in korea.programmes_on(day)} - before == programmes


def test_every_figure_has_a_source_with_a_title_and_a_grade_that_may_be_shipped(korea):
    for parameter in korea.parameters.values():
        for dated in parameter.values:
            assert korea.sources[dated.origin.source].title["ko"]
            assert dated.origin.grade in {"A", "B", "C"}
    assert {source for source in korea.sources if not _uses(korea, source)} == set()


def _uses(pack: Pack, source: str) -> bool:
    figures = (dated.origin for item in pack.parameters.values() for dated in item.values)
    programmes = (item.origin for item in pack.programmes.values())
    criteria = (
        criterion.origin
        for item in pack.programmes.values()
        for criterion in item.criteria.values()
    )
    derived = (item.origin for item in pack.derived)
    origins = (*figures, *programmes, *criteria, *derived)
    return source in {origin.source for origin in origins if origin is not None}


def test_every_fact_is_asked_and_every_figure_is_used(korea):
    used = set[str]().union(*(item.names for item in korea.programmes.values()))
    used = used.union(*(item.node.names for item in korea.derived))
    tables = {item.by for item in korea.parameters.values()} - {None}
    counters = {item.counted_by for item in korea.lists.values()}
    assert set(korea.facts) - used - tables - counters == set()
    assert set(korea.parameters) - used == set()
    for fact in korea.facts.values():
        assert fact.question["ko"]
        assert fact.question["en"]
        assert fact.known_by in {"resident", "office", "caseworker"}
