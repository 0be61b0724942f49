"""The named situations through the programmes; every number here was worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hopecare.domain.eligibility.assessment import Assessment, Receipt, Verdict
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import Decision, HouseholdFacts
from hopecare.domain.eligibility.pack import Pack
from hopecare.domain.later_ages import Born, facts_later
from tests.domain.eligibility import situations
from tests.packs_read import read_once

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def korea() -> Pack:
    return read_once()


BASIC = ("livelihood", "medical", "housing", "education")


def verdicts(assessment: Assessment, *programmes: str) -> dict[str, str]:
    wanted = programmes or BASIC
    found = (item for item in assessment.programmes if item.programme in wanted)
    return {item.programme: item.verdict.value for item in found}


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
    gaps = {key: (answer.programme(key).gap, answer.programme(key).receipt) for key in BASIC}
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
    # Whether he is disabled decides on a pension, on the voucher, and on what counts of his pay.
    assert answer.next_questions[0].fact == "members.0.disability"
    assert "obligor.exists" in answer.programme("medical").missing


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
    assert (trace["pack"], trace["version"], trace["on"]) == ("kr", "2026.4", "2026-06-01")
    education = next(item for item in trace["programmes"] if item["programme"] == "education")
    assert education["verdict"] == Verdict.INELIGIBLE
    income = next(item for item in education["criteria"] if item["id"] == "income")
    assert income["margin"] == {"lo": -8_000, "hi": -8_000}
    assert income["margin_pct"] == {"lo": -0.25, "hi": -0.25}


NOTHING_RECEIVED = dict.fromkeys(BASIC, False)
VOUCHER_DAY = date(2026, 11, 2)


def on_a_voucher_day(pack: Pack, facts: HouseholdFacts, **receiving: bool) -> Assessment:
    return assess(pack, replace(facts, receiving=NOTHING_RECEIVED | receiving), on=VOUCHER_DAY)


def amount(assessment: Assessment, programme: str) -> float | None:
    found = assessment.programme(programme).amount
    assert found is not None
    assert found.value.known
    return found.value.lo


def test_1_basic_pension_counts_as_income_for_livelihood_benefit(korea):
    # 349,700 of basic pension; 820,556 - 318,000 = 502,556, and with the pension 152,856.
    answer = on_a_voucher_day(korea, situations.kim_darae())
    assert amount(answer, "basic_pension") == 349_700
    assert amount(answer, "livelihood") == 502_556
    (later,) = answer.programme("livelihood").later
    assert (later.programme, later.verdict) == ("basic_pension", "eligible")
    assert later.amount is not None
    assert later.amount.value.lo == 152_856
    # Medical 1,025,695 and housing 1,230,834 stay open with 667,700.
    assert answer.programme("medical").later == answer.programme("housing").later == ()


def test_1_the_voucher_follows_from_what_she_may_receive(korea):
    answer = on_a_voucher_day(korea, situations.kim_darae())
    assert answer.programme("energy_voucher").gap is False
    assert verdicts(answer, "energy_voucher") == {"energy_voucher": "eligible"}
    assert amount(answer, "energy_voucher") == 295_200
    on_the_first_of_june = on_the_day(korea, situations.kim_darae())
    assert on_the_first_of_june.programme("energy_voucher").flips == ("days",)


def test_3_a_house_without_cash_is_checked_and_the_pension_of_a_couple_reduced(korea):
    # 349,700 x 0.8 = 279,760 each. Property 217,400,000 of 152,000,000: without the home nothing.
    # (215,000,000 - 85,000,000) x 4 % / 12 = 433,333; + 230,000 = 663,333 of 3,952,000.
    answer = on_a_voucher_day(korea, situations.nam_onsae(), basic_pension=True)
    assert amount(answer, "basic_pension") == 559_520
    assert margin(answer, "basic_pension") == 3_952_000 - 663_333
    assert verdicts(answer, "emergency", "gyeonggi_emergency", "housing") == {
        "emergency": "unknown",
        "gyeonggi_emergency": "unknown",
        "housing": "ineligible",
    }
    assert answer.programme("emergency").missing == ("finding.crisis", "finding.emergency_property")
    assert margin(answer, "emergency", "property.limit") == 152_000_000 - 217_400_000
    # What is received already is not counted as income once more.
    assert all(item.later == () for item in answer.programmes)


def test_4_single_parent_support_waits_for_the_same_finding(korea):
    # 1,561,000 without the car; 65 % of the median for two is 2,729,540.
    before = on_a_voucher_day(korea, situations.han_sol())
    after = on_a_voucher_day(korea, situations.han_sol(for_living=True))
    assert verdicts(before, "single_parent") == {"single_parent": "unknown"}
    assert before.next_questions[0].fact == "finding.car_for_living"
    assert margin(after, "single_parent") == 2_729_540 - 1_561_000
    assert amount(after, "single_parent") == 230_000


def test_7_turning_thirty_makes_him_a_household_of_his_own(korea):
    # (900,000 - 600,000) x 0.7 = 210,000 of 820,556; parents 5,200,000 of 4,199,292 for two, but
    # under 0.4 x 2,564,238 + 4,199,292 = 5,224,987.2: at 30 a person judges on medical.
    before = on_a_voucher_day(korea, situations.yun_byeot(29))
    after = on_a_voucher_day(korea, situations.yun_byeot(30))
    assert verdicts(before, *BASIC[:3]) == dict.fromkeys(BASIC[:3], "ineligible")
    assert before.programme("housing").flips == ("unit",)
    assert verdicts(after, *BASIC[:3]) == {
        "livelihood": "eligible",
        "medical": "unknown",
        "housing": "eligible",
    }
    assert margin(before, "livelihood") == margin(after, "livelihood") == 610_556
    missing = {"finding.obligor_refuses", "finding.obligor_unable"}
    assert set(after.programme("medical").missing) == missing


@pytest.mark.parametrize(
    ("today", "verdict"),
    [(date(2026, 11, 9), "ineligible"), (date(2026, 11, 10), "eligible")],
    ids=["the day before", "his birthday"],
)
def test_7_on_his_birthday_what_was_said_before_gives_another_answer(korea, today, verdict):
    born = [Born(on=date(1996, 11, 10), is_asked=True)]
    said_on = date(2026, 10, 1)
    facts = facts_later(korea, situations.yun_byeot(29), born, said_on=said_on, today=today)
    answer = assess(korea, facts, on=today)
    assert verdicts(answer, "livelihood", "housing") == dict.fromkeys(
        ("livelihood", "housing"), verdict
    )


def test_8_a_widow_from_abroad_may_have_what_her_child_gives_a_right_to(korea):
    answer = on_a_voucher_day(korea, situations.tran_mai())
    wanted = ("livelihood", "medical", "housing", "single_parent", "energy_voucher")
    assert set(verdicts(answer, *wanted).values()) == {"eligible"}
    assert answer.programme("emergency").missing == ("finding.crisis",)


def test_9_an_officials_pension_excludes_and_a_score_that_ran_out_leaves_open(korea):
    # 1,850,000 of 3,952,000 would do for basic pension: only the kind of his pension does not.
    answer = on_a_voucher_day(korea, situations.jo_haneul())
    assert answer.programme("basic_pension").flips == ("special",)
    assert answer.programme("long_term_care").missing == ("care.score",)
    assert answer.programme("near_poor").missing == ("finding.near_poor",)
    # 1,850,000 - 60,000 = 1,790,000; half the median for two is 2,099,646.
    assert margin(answer, "near_poor") == 309_646
    scored = on_a_voucher_day(korea, situations.jo_haneul(care__score=46))
    assert verdicts(scored, "long_term_care") == {"long_term_care": "eligible"}


def test_10_the_son_has_a_pension_of_his_own_and_the_house_a_voucher(korea):
    answer = on_a_voucher_day(
        korea, situations.moon_isul(), livelihood=True, medical=True, housing=True,
        disability_pension=False, energy_voucher=False,
    )  # fmt: skip
    gaps = [item.programme for item in answer.programmes if item.gap]
    assert gaps == ["disability_pension", "energy_voucher"]
    assert amount(answer, "disability_pension") == 349_700
    assert amount(answer, "energy_voucher") == 532_700
    assert answer.programme("emergency").flips == ()
    assert verdicts(answer, "near_poor", "emergency") == {
        "near_poor": "ineligible",
        "emergency": "ineligible",
    }


def test_11_land_leaves_a_basic_pension_reduced_near_the_line(korea):
    # 180 + 460 - 85 = 555,000,000; 34 - 20 = 14,000,000; x 4 % / 12 = 1,896,666; + 410,000 =
    # 2,306,666 of 2,470,000: 163,334, less than 349,700.
    answer = on_a_voucher_day(korea, situations.ha_dol(), basic_pension=False)
    assert answer.programme("basic_pension").gap
    assert margin(answer, "basic_pension") == 163_334
    assert amount(answer, "basic_pension") == 163_334
    assert verdicts(answer, "emergency", "gyeonggi_emergency") == {
        "emergency": "ineligible",
        "gyeonggi_emergency": "ineligible",
    }


def test_12_the_state_refuses_by_savings_and_the_provinces_limit_is_not_known(korea):
    # 12,100,000 of 11,359,036: 740,964 over, 6.5 %.
    crisis = {"finding.crisis": Decision(holds=True, because="shop closed")}
    facts = replace(situations.baek_nuri(), decisions=crisis)
    answer = on_a_voucher_day(korea, facts)
    assert margin(answer, "emergency", "savings") == -740_964
    assert answer.programme("emergency").near_miss
    assert answer.programme("emergency").flips == ("savings",)
    assert verdicts(answer, "gyeonggi_emergency") == {"gyeonggi_emergency": "unknown"}
    assert answer.programme("gyeonggi_emergency").missing == ("finding.gyeonggi_savings",)
    assert set(verdicts(answer).values()) == {"eligible"}
