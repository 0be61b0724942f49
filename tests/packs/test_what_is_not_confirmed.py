"""What no official paper confirms yet: it is said to be so, stands within bounds, is asked of the
office, or is not there at all; it is never taken for sure.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hopecare.domain.eligibility.assessment import ProgrammeResult
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import Decision, HouseholdFacts
from hopecare.language.explanations import explain_programme
from tests.domain.eligibility import situations
from tests.domain.eligibility.situations import household
from tests.factories.households import person
from tests.packs_read import read_once

KOREA = read_once()
UNCONFIRMED = {
    "en": "Not yet confirmed in an official paper",
    "ko": "공식 문서로 아직 확인하지 못했어요",
}
DAY = date(2026, 6, 1)


def answer(facts: HouseholdFacts, programme: str, on: date) -> ProgrammeResult:
    nothing = dict.fromkeys(("livelihood", "medical", "housing", "education"), False)
    return assess(KOREA, replace(facts, receiving=nothing), on=on).programme(programme)


def said(result: ProgrammeResult, language: str = "en") -> str:
    return "\n".join(explain_programme(result, KOREA, language))


def elder(**known: Any) -> HouseholdFacts:
    return household(person(70), **known)


@pytest.mark.parametrize(
    ("facts", "programme", "on", "figure"),
    [
        (
            elder(income__property=2_130_000),
            "basic_pension",
            date(2024, 6, 1),
            "basic pension line",
        ),
        (elder(), "basic_pension", date(2024, 6, 1), "basic pension line for one person"),
        (
            household(person(40), person(38, relation="spouse"), income__benefits=1_036_846),
            "livelihood",
            date(2023, 6, 1),
            "limit of livelihood benefit",
        ),
        (elder(income__benefits=700_000), "medical", date(2024, 6, 1), "limit of medical benefit"),
        (elder(income__benefits=700_000), "housing", DAY, "limit of housing benefit"),
        (
            household(person(70, pay=1_000_000)),
            "livelihood",
            date(2025, 6, 1),
            "work deduction of elders",
        ),
        (elder(home__deposit=90_000_000), "livelihood", DAY, "share of a deposit that counts"),
        (
            elder(home__owned=90_000_000, property__savings=6_000_000),
            "livelihood",
            DAY,
            "living reserve",
        ),
        (situations.oh_narae(refuses=False), "livelihood", DAY, "yearly income limit"),
        (situations.park_yeoul(medical=12_000), "education", DAY, "education support"),
        (
            household(person(45, pay=1_900_000), findings={"finding.crisis": True}),
            "emergency",
            DAY,
            "income limit of emergency support",
        ),
        (situations.moon_isul(), "disability_pension", date(2025, 6, 1), "disability pension line"),
        (situations.tran_mai(), "single_parent", DAY, "limit of single-parent support"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_figure_of_one_secondary_source_is_named_as_not_confirmed(facts, programme, on, figure):
    result = answer(facts, programme, on)
    line = next(line for line in said(result).splitlines() if UNCONFIRMED["en"] in line)
    assert figure in line
    assert UNCONFIRMED["ko"] in said(result, "ko")


def test_a_figure_that_two_sources_confirm_is_not():
    one, two = (household(*[person(40)] * size, income__benefits=500_000) for size in (1, 2))
    on = date(2023, 6, 1)
    assert UNCONFIRMED["en"] not in said(answer(one, "livelihood", on))
    assert UNCONFIRMED["en"] in said(answer(two, "livelihood", on))


@pytest.mark.parametrize(
    ("facts", "programme", "asked"),
    [
        (elder(property__savings=1), "near_poor", "finding.near_poor"),
        (situations.nam_onsae(), "emergency", "finding.emergency_property"),
        (situations.nam_onsae(), "gyeonggi_emergency", "finding.gyeonggi_savings"),
        (situations.han_sol(for_living=False), "medical", "finding.car_ordinary"),
        (
            household(
                person(40, disability="severe"), obligor__exists=True, obligor__size=2,
                obligor__income=9_000_000, obligor__property=0,
                findings={"finding.obligor_refuses": False},
            ),
            "medical",
            "finding.obligor_exempt",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_only_the_office_knows_is_left_open_and_asked(facts, programme, asked):
    crisis = {"finding.crisis": Decision(holds=True, because="shop closed")}
    told = replace(facts, decisions=crisis | dict(facts.decisions))
    result = answer(told, programme, DAY)
    assert result.verdict == "unknown"
    assert asked in result.missing
    assert KOREA.facts[asked].judged_by == "caseworker"


def test_deductions_and_allowances_of_2023_stand_within_bounds():
    on = date(2023, 6, 1)
    young = household(person(24, pay=1_000_000))
    # Between (1,000,000 - 400,000) x 0.7 = 420,000 and 700,000: the limit of 623,368 lies between.
    result = answer(young, "livelihood", on)
    income = next(item for item in result.criteria if item.id == "income")
    assert income.left is not None
    assert (income.left.lo, income.left.hi, result.verdict) == (420_000, 700_000, "unknown")
    assert result.missing == ()
    assert answer(elder(home__owned=80_000_000), "livelihood", on).verdict == "unknown"


@pytest.mark.parametrize(
    ("programme", "line", "first"),
    [
        ("basic_pension", "pension_line_single", 2024),
        ("disability_pension", "disability_line_single", 2025),
        ("single_parent", "limit_single_parent", 2025),
    ],
)
def test_a_line_that_is_not_confirmed_begins_no_programme(programme, line, first):
    assert KOREA.programmes[programme].since == date(first, 1, 1)
    assert KOREA.parameters[line].on(date(first - 1, 12, 31)) is None


def test_the_property_limits_of_emergency_support_before_2025_are_not_known():
    result = answer(situations.baek_nuri(), "emergency", date(2024, 6, 1))
    assert result.verdict == "unknown"
    assert "the limit is not known yet" in said(result)


def test_nothing_of_2027_is_taken_for_a_limit():
    assert KOREA.parameters["median_income"].unconfirmed_on(date(2027, 1, 1))
    later = {key: item.on(date(2027, 1, 1)) for key, item in KOREA.parameters.items()}
    known = {key for key, dated in later.items() if dated is not None}
    # What a law fixes without a year stays; of the yearly figures only the announced median.
    assert known == {
        "median_income", "months", "pension_age", "adult_from",
        "care_grade_1", "care_grade_2", "care_grade_3", "care_grade_4", "care_grade_5",
    }  # fmt: skip
    median = later["median_income"]
    assert median is not None
    assert (len(median.figures), median.step) == (6, None)


def test_rents_and_allowances_without_a_source_are_not_paid_out_by_us():
    assert KOREA.programmes["housing"].amount is None
    assert not {key for key in KOREA.programmes if "allowance" in key}
