"""What people type into the questions, and what it is read as."""

from __future__ import annotations

from datetime import date

import pytest

from hopecare.domain.eligibility.answers import read_answer, read_answers
from hopecare.domain.eligibility.facts import Bounds, Decision, HouseholdFacts
from hopecare.domain.eligibility.questions import answer_as_text, questions_for
from hopecare.domain.eligibility.storing import facts_from_json, facts_to_json
from hopecare.errors import InvalidInputError
from tests.packs_read import read_once

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def korea():
    return read_once()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1234567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1,234,567원", 1_234_567),
        ("KRW 1,234,567", 1_234_567),
        ("１２３４", 1_234),
        ("120만", 1_200_000),
        ("120만원", 1_200_000),
        ("1.5만", 15_000),
        ("1억 2천만", 120_000_000),
        ("3백만 원", 3_000_000),
        ("1억5000만", 150_000_000),
        ("0", 0),
        ("", None),
        ("모름", None),
        ("don't know", None),
        ("Don’t know", None),
        ("unknown", None),
        ("<300만", Bounds(lo=0, hi=2_999_999)),
        ("<= 300만", Bounds(lo=0, hi=3_000_000)),
        ("300만 미만", Bounds(lo=0, hi=2_999_999)),
        ("300만원 이하", Bounds(lo=0, hi=3_000_000)),
        ("less than 3,000,000", Bounds(lo=0, hi=2_999_999)),
        ("2천만 초과", Bounds(lo=20_000_001, hi=float("inf"))),
        ("at least 500", Bounds(lo=500, hi=float("inf"))),
        ("0~140만", Bounds(lo=0, hi=1_400_000)),
        ("100~200만", Bounds(lo=1_000_000, hi=2_000_000)),
    ],
)
def test_an_amount_is_read_as_it_was_meant(korea, text, answer):
    assert read_answer(korea.facts["income.benefits"], text) == (answer, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("-5", "negative"),
        ("12..5", "not_a_number"),
        ("about a million", "not_a_number"),
        ("12 34만 5", "not_a_number"),
        ("1만2", "not_a_number"),
        ("0.5", "not_whole"),
        ("9" * 20, "too_large"),
        ("1e9", "not_a_number"),
        ("nan", "not_a_number"),
        ("\x00", "not_a_number"),
        ("💰", "not_a_number"),
        ("500~100", "bounds_contradict"),
        ("1" * 200, "too_long"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(korea, text, problem):
    assert read_answer(korea.facts["income.benefits"], text) == (None, problem)


def test_a_form_becomes_facts_and_every_mistake_stands_beside_its_field(korea):
    facts, errors = read_answers(
        korea,
        {
            "household.size": "2",
            "household.region": "gyeonggi",
            "obligor.exists": "아니요",
            "members.0.pay": "200만",
            "members.1.age": "모름",
            "members.1.pay": "many",
            "members.99.pay": "1",
            "members.0.wings": "2",
            "receiving.housing": "네",
            "receiving.moon": "네",
            "finding.obligor_refuses": "yes",
            "finding.car_for_living": "yes",
            "finding.car_for_living.reason": "매일 배달에 씁니다",
            "weather": "fine",
        },
    )
    assert facts == HouseholdFacts(
        values={"household.size": 2, "household.region": "gyeonggi", "obligor.exists": False},
        rows={"members": ({"pay": 2_000_000}, {})},
        receiving={"housing": True},
        decisions={"finding.car_for_living": Decision(holds=True, because="매일 배달에 씁니다")},
    )
    assert errors == {
        "members.1.pay": ["not_a_number"],
        "members.99.pay": ["unknown_question"],
        "members.0.wings": ["unknown_question"],
        "receiving.moon": ["unknown_question"],
        "finding.obligor_refuses.reason": ["reason_needed"],
        "weather": ["unknown_question"],
    }


def test_more_people_than_the_household_has_are_pointed_out(korea):
    answers = {"household.size": "1", "members.0.age": "50", "members.1.age": "40"}
    assert read_answers(korea, answers)[1] == {"household.size": ["fewer_than_listed"]}


def test_questions_that_matter_come_first_and_what_is_settled_no_longer_matters(korea):
    facts, _ = read_answers(korea, {"household.size": "1", "car.value": "0"})
    questions = questions_for(korea, facts, on=DAY)
    mattering = [item.key for item in questions if item.matters]
    assert [item.key for item in questions][: len(mattering)] == mattering
    assert "members.0.age" in mattering
    assert "members.1.age" not in {item.key for item in questions}
    assert {"car.engine", "finding.car_for_living", "household.size"}.isdisjoint(mattering)
    assert questions[-1].key == "receiving.energy_voucher"


def test_a_form_shown_again_reads_the_same(korea):
    answers = {
        "household.size": "2",
        "home.owned": "<300만",
        "property.debt": ">2천만",
        "income.gifts": "10만~20만",
        "obligor.exists": "yes",
        "members.0.school": "high",
        "receiving.medical": "no",
    }
    facts, errors = read_answers(korea, answers)
    assert errors == {}
    shown = {item.key: answer_as_text(item.answer) for item in questions_for(korea, facts, on=DAY)}
    again, errors = read_answers(korea, shown)
    assert errors == {}
    assert again.values == facts.values
    assert again.rows["members"][0] == facts.rows["members"][0]
    assert again.receiving == facts.receiving


def test_facts_are_kept_as_plain_json_and_come_back_the_same(korea):
    facts, _ = read_answers(
        korea,
        {
            "property.debt": ">2천만",
            "members.0.age": "52",
            "receiving.medical": "no",
            "finding.obligor_refuses": "yes",
            "finding.obligor_refuses.reason": "twelve years without a call",
        },
    )
    kept = facts_to_json(facts)
    assert kept["facts"] == {"property.debt": {"min": 20_000_001, "max": None}}
    assert facts_from_json(korea, kept) == facts


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"weather": {}}, "weather"),
        ({"facts": []}, "facts"),
        ({"facts": {"home.owned": [1]}}, "home.owned"),
        ({"facts": {"home.owned": {"min": "a"}}}, "home.owned"),
        ({"receiving": {"kr.housing": "yes"}}, "receiving.kr.housing"),
        ({"decisions": {"finding.obligor_refuses": True}}, "finding.obligor_refuses"),
    ],
)
def test_json_that_says_something_else_is_refused(korea, data, field):
    with pytest.raises(InvalidInputError) as refusal:
        facts_from_json(korea, data)
    assert field in refusal.value.fields
