"""Which answers have turned, which way, by which criterion; and how old people are by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf

import pytest

from hopecare.domain.assessment_changes import AnswerChange
from hopecare.domain.eligibility.assessment import CriterionStatus, Range, Verdict
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import Bounds, HouseholdFacts
from hopecare.domain.later_ages import Born, facts_later
from hopecare.domain.screening import (
    TurnKind,
    answers_of_many,
    has_turned,
    only_opens,
    other_amounts,
    read_turned,
    turn_of,
    turned_criteria,
    verdicts_of_many,
)
from hopecare.reading.country_packs import country_pack
from tests.domain.eligibility import situations
from tests.factories.assessments import said
from tests.factories.towns import TODAY

SAID = date(2026, 5, 1)


def change(before, after, receiving="no"):
    return AnswerChange(
        programme="x",
        verdict_before=before,
        verdict_after=after,
        receiving_before=receiving,
        receiving_after=receiving,
    )


@pytest.mark.parametrize(
    ("before", "after", "receiving", "kind"),
    [
        ("ineligible", "eligible", "no", TurnKind.NEWLY_MAY),
        ("unknown", "eligible", "unknown", TurnKind.NEWLY_MAY),
        (None, "eligible", "unknown", TurnKind.NEWLY_MAY),
        ("ineligible", "eligible", "yes", None),
        ("eligible", "ineligible", "yes", TurnKind.NEWLY_OUT),
        ("eligible", "ineligible", "no", TurnKind.NEWLY_OUT),
        ("eligible", None, "no", TurnKind.NEWLY_OUT),
        ("ineligible", None, "no", None),
        (None, "ineligible", "unknown", None),
        (None, "unknown", "unknown", None),
        ("eligible", "unknown", "no", TurnKind.ASK_AGAIN),
        ("eligible", "eligible", "no", None),
    ],
)
def test_which_way_an_answer_turned(before, after, receiving, kind):
    assert turn_of(change(before, after, receiving)) is kind


@pytest.mark.parametrize(
    ("before", "after", "turned", "opens"),
    [
        ({"a": "eligible"}, {"a": "eligible"}, False, True),
        ({"a": "eligible"}, {"a": "unknown"}, True, True),
        ({"a": "eligible", "b": "unknown"}, {"a": "unknown", "b": "eligible"}, True, False),
        ({"a": "eligible"}, {"a": "eligible", "b": "unknown"}, False, True),
        ({"a": "eligible"}, {"a": "eligible", "b": "eligible"}, True, False),
        ({"a": "eligible", "b": "eligible"}, {"a": "unknown"}, True, False),
    ],
)
def test_whether_something_turned_and_whether_it_only_opens(before, after, turned, opens):
    assert has_turned(before, after) is turned
    assert only_opens(before, after) is opens


def test_many_are_judged_as_each_by_itself():
    pack = country_pack("KR")
    households = [said(), said(income_benefits=1_100_000), situations.bae_marru(), HouseholdFacts()]
    alone = [
        {each.programme: each.verdict.value for each in assess(pack, facts, on=TODAY).programmes}
        for facts in households
    ]
    assert verdicts_of_many(pack, households, on=TODAY) == alone
    assert verdicts_of_many(pack, [], on=TODAY) == []


def test_many_are_paid_what_each_is_paid_by_itself():
    pack = country_pack("KR")
    households = [said(), said(income_benefits=500_000), said(income_benefits=5_000_000)]
    found = [amounts for _, amounts in answers_of_many(pack, households, on=TODAY)]
    alone = []
    for facts in households:
        results = assess(pack, facts, on=TODAY).programmes
        due = [each for each in results if each.verdict is Verdict.ELIGIBLE and each.amount]
        ranges = {each.programme: each.amount.value for each in due if each.amount}
        alone.append({key: (value.lo, value.hi) for key, value in ranges.items()})
    assert found == alone
    assert found[0]["livelihood"] == (502_556, 502_556)


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ({"a": Range(lo=1, hi=2)}, {"a": (1.0, 2.0)}, []),
        ({"a": Range(lo=1, hi=2)}, {"a": (1.0, 3.0)}, ["a"]),
        ({"a": None}, {"a": (1.0, 3.0)}, ["a"]),
        ({"a": None}, {"a": (1.0, inf)}, []),
        ({"a": Range(lo=1, hi=2)}, {}, []),
        ({}, {"a": (1.0, 3.0)}, []),
    ],
)
def test_a_gap_with_another_amount_is_named(before, after, named):
    assert other_amounts(before, after) == named


def test_the_criterion_that_turned_is_named_with_what_it_was_and_is():
    pack = country_pack("KR")
    before, after = (
        assess(pack, facts, on=TODAY).programme("livelihood")
        for facts in (said(), said(income_benefits=1_100_000))
    )
    (code,) = turned_criteria(before, after)
    path, old, new = read_turned(code)
    assert (old, new) == (CriterionStatus.MET, CriterionStatus.NOT_MET)
    assert path in {each.id for each in after.criteria}
    assert read_turned(turned_criteria(None, after)[0])[1] is None


def household(*rows):
    return HouseholdFacts(rows={"members": rows})


def ages(facts, born=(), *, today):
    later = facts_later(country_pack("KR"), facts, born, said_on=SAID, today=today)
    return [row.get("age") for row in later.rows["members"]]


def test_an_age_goes_by_the_birth_date_of_whom_it_clearly_is():
    facts = household({"age": 64, "relation": "self"}, {"age": 17, "relation": "child"})
    born = [Born(on=date(1961, 6, 1), is_asked=True), Born(on=date(2008, 9, 9), is_asked=False)]
    assert ages(facts, born, today=date(2026, 5, 31)) == [64, 17]
    assert ages(facts, born, today=date(2026, 6, 1)) == [65, 17]
    assert ages(facts, born, today=date(2026, 9, 9)) == [65, 18]


def test_an_age_without_a_birth_date_holds_for_a_year_and_then_lies_between():
    facts = household({"age": 64, "relation": "self"}, {"relation": "child"})
    assert ages(facts, today=date(2027, 4, 30)) == [64, None]
    assert ages(facts, today=date(2027, 5, 1)) == [Bounds(lo=65, hi=66), None]


def test_an_age_without_a_birth_date_holds_for_a_year_back_and_then_lies_between():
    facts = household({"age": 64, "relation": "self"}, {"age": 0, "relation": "child"})
    assert ages(facts, today=date(2025, 5, 2)) == [64, 0]
    assert ages(facts, today=date(2025, 5, 1)) == [Bounds(lo=62, hi=63), Bounds(lo=0, hi=0)]


def test_a_birth_date_that_contradicts_what_was_said_is_not_used():
    facts = household({"age": 64, "relation": "self"})
    assert ages(facts, [Born(on=date(1950, 1, 1), is_asked=True)], today=date(2026, 12, 1)) == [64]


def test_twins_grow_older_together_and_two_of_one_age_only_apart_from_each_other_do_not():
    facts = household({"age": 17, "relation": "child"}, {"age": 17, "relation": "child"})
    twins = [Born(on=date(2008, 9, 9), is_asked=False)] * 2
    others = [*twins[:1], Born(on=date(2008, 12, 12), is_asked=False)]
    assert ages(facts, twins, today=date(2026, 9, 9)) == [18, 18]
    assert ages(facts, others, today=date(2026, 9, 9)) == [17, 17]
    assert ages(facts, others, today=date(2026, 12, 12)) == [18, 18]


def test_an_age_already_between_two_numbers_moves_with_the_years():
    facts = replace(household({"age": Bounds(lo=30, hi=40), "relation": "self"}))
    assert ages(facts, today=date(2028, 5, 2)) == [Bounds(lo=32, hi=43)]
