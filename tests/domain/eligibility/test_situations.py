"""The named situations through the four benefits; every number here was worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hopecare.domain.eligibility.assessment import Assessment, Receipt, Verdict
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import HouseholdFacts
from hopecare.domain.eligibility.pack import Pack
from hopecare.reading.packs import load_packs
from tests.domain.eligibility import situations

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def korea() -> Pack:
    return load_packs()["kr"]


def verdicts(assessment: Assessment) -> dict[str, str]:
    return {item.programme: item.verdict.value for item in assessment.programmes}


def margin(assessment: Assessment, programme: str, criterion: str = "income") -> float | None:
    found = assessment.programme(programme).criteria
    value = next(item.margin for item in found if item.id == criterion)
    assert value is not None
    assert value.known
    return value.lo


def on_the_day(pack: Pack, facts: HouseholdFacts) -> Assessment:
    return assess(pack, facts, on=DAY)


def test_a_widow_who_never_applied_may_qualify_for_three_benefits(korea):
    # 45,000,000 x 0.95 = 42,750,000 < 80,000,000; 3,200,000 < 5,000,000: property counts nothing.
    # Recognised income 318,000; 820,556 - 318,000 = 502,556. Son: 3,100,000 < 6,494,738.
    answer = on_the_day(korea, situations.kim_darae())
    assert verdicts(answer) == {
        "livelihood": "eligible",
        "medical": "eligible",
        "housing": "eligible",
        "education": "ineligible",
    }
    assert margin(answer, "livelihood") == 502_556
    amount = answer.programme("livelihood").amount
    assert amount is not None
    assert (amount.value.lo, amount.value.hi, amount.unit) == (502_556, 502_556, "KRW/month")


def test_what_she_may_have_and_does_not_receive_is_a_gap(korea):
    receiving = {"livelihood": False, "medical": False, "housing": True}
    answer = on_the_day(korea, replace(situations.kim_darae(), receiving=receiving))
    gaps = {item.programme: (item.gap, item.receipt) for item in answer.programmes}
    assert gaps == {
        "livelihood": (True, Receipt.NOT_RECEIVING),
        "medical": (True, Receipt.NOT_RECEIVING),
        "housing": (False, Receipt.RECEIVING),
        "education": (False, Receipt.UNKNOWN),
    }


def test_a_family_misses_education_by_eight_thousand_won(korea):
    # (2,760,000 + 1,840,000) x 0.7 = 3,220,000; + 35,369 = 3,255,369.
    # Limits of four: education 3,247,369 (-8,000), housing 3,117,474 (-137,895).
    answer = on_the_day(korea, situations.park_yeoul())
    assert set(verdicts(answer).values()) == {"ineligible"}
    assert margin(answer, "education") == -8_000
    assert margin(answer, "housing") == -137_895
    assert margin(answer, "livelihood") == 2_078_316 - 3_255_369
    near = {item.programme for item in answer.programmes if item.near_miss}
    assert near == {"education", "housing"}
    assert answer.programme("education").flips == ("income",)


def test_a_lasting_illness_costing_twelve_thousand_a_month_opens_education(korea):
    # 3,255,369 - 12,000 = 3,243,369; 3,247,369 - 3,243,369 = 4,000. One primary, one middle pupil:
    # 502,000 + 699,000 = 1,201,000 a year, from a source that is not confirmed.
    answer = on_the_day(korea, situations.park_yeoul(medical=12_000))
    assert verdicts(answer)["education"] == "eligible"
    assert margin(answer, "education") == 4_000
    amount = answer.programme("education").amount
    assert amount is not None
    assert (amount.value.lo, amount.unit) == (1_201_000, "KRW/year")
    assert amount.unconfirmed == ("education_support",)


def test_a_car_is_left_open_until_a_person_finds_whether_it_earns_the_living(korea):
    # Without the car: 2,230,000 x 0.7 = 1,561,000, over 1,343,773 (livelihood) either way and
    # under 1,679,717 (medical); with it 7,800,000 more.
    answer = on_the_day(korea, situations.han_sol())
    assert verdicts(answer) == {
        "livelihood": "ineligible",
        "medical": "unknown",
        "housing": "unknown",
        "education": "unknown",
    }
    assert answer.programme("medical").missing == ("finding.car_for_living", "finding.car_ordinary")


def test_a_car_used_for_a_living_does_not_count(korea):
    answer = on_the_day(korea, situations.han_sol(for_living=True))
    assert verdicts(answer) == {
        "livelihood": "ineligible",
        "medical": "eligible",
        "housing": "eligible",
        "education": "eligible",
    }
    assert margin(answer, "livelihood") == 1_343_773 - 1_561_000
    assert margin(answer, "medical") == 118_717


@pytest.mark.parametrize(
    ("refuses", "livelihood", "medical"),
    [
        (None, "unknown", "unknown"),
        (True, "eligible", "eligible"),
        (False, "ineligible", "ineligible"),
    ],
    ids=["nobody has looked", "they refuse", "they would help"],
)
def test_whether_rich_children_refuse_is_found_by_a_person(korea, refuses, livelihood, medical):
    # 600,000 x 0.7 = 420,000; the children 14,000,000 x 12 = 168,000,000, limit 130,000,000.
    answer = on_the_day(korea, situations.oh_narae(refuses=refuses))
    assert verdicts(answer) == {
        "livelihood": livelihood,
        "medical": medical,
        "housing": "eligible",
        "education": "ineligible",
    }
    assert margin(answer, "livelihood", "obligor.means.income") == -38_000_000
    assert margin(answer, "livelihood") == 400_556


def test_bounds_settle_what_they_can_for_a_man_about_whom_little_is_known(korea):
    # Wages up to 1,400,000 count at most 980,000: under medical 1,025,695 and housing 1,230,834,
    # on either side of livelihood 820,556.
    answer = on_the_day(korea, situations.bae_marru())
    assert verdicts(answer) == {
        "livelihood": "unknown",
        "medical": "unknown",
        "housing": "eligible",
        "education": "ineligible",
    }
    assert answer.next_questions[0].fact == "obligor.exists"


def test_one_answer_settles_medical_benefit_for_him(korea):
    answer = on_the_day(korea, situations.bae_marru(obligor__exists=False))
    assert verdicts(answer)["medical"] == "eligible"
    assert answer.programme("livelihood").missing == ("members.0.pay", "members.0.disability")


def test_an_end_of_livelihood_benefit_goes_to_a_person(korea):
    # 23 is under 35: (3,300,000 - 600,000) x 0.7 = 1,890,000; livelihood of three 1,714,892
    # (-175,108), medical 2,143,614 (253,614). Father: 3,400,000 < 5,359,036.
    receiving = {"livelihood": True, "medical": True, "housing": True}
    answer = on_the_day(korea, replace(situations.moon_isul(), receiving=receiving))
    assert verdicts(answer) == {
        "livelihood": "ineligible",
        "medical": "eligible",
        "housing": "eligible",
        "education": "ineligible",
    }
    assert margin(answer, "livelihood") == -175_108
    assert margin(answer, "medical") == 253_614
    to_a_person = [item.programme for item in answer.programmes if item.to_a_person]
    assert to_a_person == ["livelihood"]


def test_what_is_left_of_the_allowance_passes_on_to_savings(korea):
    # 30,000,000 x 0.95 = 28,500,000; allowance 80,000,000 + 40,000,000 loan = 120,000,000, left
    # 91,500,000 > 7,100,000 of savings. Income 1,900,000 x 0.7 = 1,330,000.
    answer = on_the_day(korea, situations.baek_nuri())
    assert set(verdicts(answer).values()) == {"eligible"}
    assert margin(answer, "livelihood") == 384_892
    assert answer.figures["allowance_after_home"].lo == 91_500_000


def test_the_answer_is_plain_json_with_the_version_of_the_rules(korea):
    trace = on_the_day(korea, situations.park_yeoul()).trace()
    assert (trace["pack"], trace["version"], trace["on"]) == ("kr", "2026.1", "2026-06-01")
    education = next(item for item in trace["programmes"] if item["programme"] == "education")
    assert education["verdict"] == Verdict.INELIGIBLE
    income = next(item for item in education["criteria"] if item["id"] == "income")
    assert income["margin"] == {"lo": -8_000, "hi": -8_000}
    assert income["margin_pct"] == {"lo": -0.25, "hi": -0.25}
