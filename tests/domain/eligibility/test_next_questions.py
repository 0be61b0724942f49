"""Which question comes next: what fits the household, what settles most, what is soon answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hopecare.domain.eligibility.assessment import Verdict
from hopecare.domain.eligibility.columns import frame_of, short_key
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import Answer, Bounds, Decision, FactKind, HouseholdFacts
from hopecare.domain.eligibility.pack import RECEIVING
from hopecare.domain.eligibility.probing import gaps_of
from hopecare.domain.eligibility.questions import steps_of
from hopecare.domain.eligibility.trying import Gap, tries_of
from tests.domain.eligibility import situations
from tests.packs_read import read_once

DAY = date(2026, 6, 1)
PLACE: dict[str, Answer] = {
    "household.region": "gyeonggi",
    "household.emergency_region": "small_city",
    "household.pension_region": "small_city",
}


@pytest.fixture(scope="module")
def korea():
    return read_once()


@pytest.fixture(scope="module")
def ask(korea):
    def steps(*members, receiving=None, on=DAY, **said):
        named = {key.replace("__", "."): value for key, value in said.items()}
        size: dict[str, Answer] = {"household.size": len(members) or Bounds(lo=1, hi=20)}
        facts = HouseholdFacts(
            values=size | PLACE | named,
            rows={"members": members or ({},)},
            receiving=receiving or {},
        )
        return steps_of(korea, assess(korea, facts, on=on))

    return steps


def names(steps, *, rarely=False):
    return [step.fact for step in steps if step.rarely is rarely]


def keys_of(steps, fact):
    return [key for step in steps if step.fact == fact and not step.rarely for key in step.keys]


def alone(age: int, **said: Answer) -> dict[str, Answer]:
    return {"relation": "self", "age": age, **said}


@pytest.mark.parametrize("age", [pytest.param(67, id="widow"), pytest.param(78, id="man")])
def test_somebody_old_and_alone_is_not_asked_what_the_young_are_asked(ask, age):
    steps = ask(alone(age))
    likely = names(steps)
    assert likely[:2] == ["care.needs_help", "member.pay"]
    assert {"member.school", "household.counted_with_parents"}.isdisjoint(likely)
    assert {"household.single_parent", "member.relation"}.isdisjoint(likely)
    # Old pupils exist: the question stays, behind all others.
    assert "member.school" in names(steps, rarely=True)
    # That nobody of this age counts with the parents follows from the rules themselves.
    assert "household.counted_with_parents" not in names(steps, rarely=True)


def test_what_is_known_of_the_place_is_not_asked(ask):
    assert not [fact for fact in names(ask(alone(78))) if "region" in fact]


def test_a_family_is_asked_for_the_children_and_only_of_them(ask):
    adults = ({"relation": "self", "age": 41}, {"relation": "spouse", "age": 40})
    steps = ask(*adults, {"age": 12}, {"age": 8})
    assert names(steps)[0] == "household.single_parent"
    assert keys_of(steps, "member.school") == ["members.2.school", "members.3.school"]
    assert keys_of(steps, "member.pay") == [f"members.{place}.pay" for place in range(4)]
    assert "household.counted_with_parents" not in names(steps)
    assert not [fact for fact in names(steps) if fact.startswith("elder.")]


def test_a_young_adult_alone_is_asked_for_school_and_parents(ask):
    likely = names(ask(alone(24)))
    assert {"member.school", "household.counted_with_parents"} <= set(likely)
    assert likely.index("member.disability") < likely.index("income.benefits")
    assert not [fact for fact in likely if fact.startswith("elder.")]


def test_of_somebody_unknown_it_is_asked_first_who_lives_there_and_how_old_they_are(ask):
    assert names(ask())[:2] == ["household.size", "member.age"]


def test_a_question_waits_for_what_it_takes_for_granted(ask):
    likely = names(ask(alone(78)))
    assert likely.index("property.savings") < likely.index("property.insurance")
    assert likely.index("car.value") < likely.index("car.kind")
    assert likely.index("obligor.exists") < likely.index("obligor.income")


def test_an_answer_brings_on_what_follows_from_it_and_takes_away_what_does_not(ask):
    with_car = names(ask(alone(78), car__value=3_000_000, obligor__exists=True))
    assert with_car.index("car.kind") < with_car.index("income.property")
    assert with_car.index("obligor.income") < with_car.index("income.property")
    without = ask(alone(78, pay=0), car__value=0, obligor__exists=False, income__benefits=0)
    assert not [step.fact for step in without if step.fact.startswith(("car.", "obligor."))]
    assert {"member.business", "income.basic_pension"}.isdisjoint(step.fact for step in without)


def test_at_equal_power_what_the_person_knows_comes_before_what_an_office_says(korea):
    facts = HouseholdFacts(values={"household.size": 1}, rows={"members": (alone(67),)})
    likely = names(steps_of(korea, assess(korea, facts, on=DAY)))
    assert likely.index("spending.medical") < likely.index("household.emergency_region")


def test_a_limit_is_gone_on_from_as_a_number_is(ask):
    steps = ask(alone(78), property__savings=Bounds(lo=900_000_000, hi=float("inf")))
    assert (steps[0].fact, steps[0].settles > 1) == ("property.debt", True)


def test_what_is_received_is_one_question_and_only_of_what_may_be_due(ask):
    (step,) = [step for step in ask(alone(24)) if step.fact == "receiving."]
    assert "receiving.livelihood" in step.keys
    assert "receiving.basic_pension" not in step.keys


def test_what_is_received_of_a_programme_out_of_reach_is_asked_where_a_rule_hangs_on_it(ask):
    told = {"household__covered": False, "household__frail": True}
    steps = ask(alone(78), on=date(2026, 11, 24), **told)
    (step,) = [step for step in steps if step.fact == "receiving."]
    assert "receiving.livelihood" in step.keys
    assert "energy_voucher" in step.programmes


def answered(facts: HouseholdFacts, gap: Gap, value: float) -> HouseholdFacts:
    """Give the household with one more answer, said as a person would say it."""
    fact = gap.fact
    said: Answer = int(value)
    if fact.kind is FactKind.YES_NO:
        said = value > 0
    elif fact.kind is FactKind.CHOICE:
        said = fact.choices[int(value)]
    if gap.row is not None:
        rows = [*facts.rows.get("members", ()), *[{}] * (gap.row + 1)]
        rows[gap.row] = {**rows[gap.row], short_key(fact): said}
        listed = max(len(facts.rows.get("members", ())), gap.row + 1)
        return replace(facts, rows={"members": tuple(rows[:listed])})
    if fact.key.startswith(RECEIVING):
        receipt = {fact.key.removeprefix(RECEIVING): said is True}
        return replace(facts, receiving={**facts.receiving, **receipt})
    if fact.judged_by is not None:
        found = {fact.key: Decision(holds=said is True, because="seen at home")}
        return replace(facts, decisions={**facts.decisions, **found})
    return replace(facts, values={**facts.values, fact.key: said})


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(situations.bae_marru(), id="little known"),
        pytest.param(situations.jo_haneul(), id="a family"),
        pytest.param(HouseholdFacts(values={"household.size": 2}), id="only the size"),
    ],
)
def test_what_a_question_settles_is_what_each_of_its_answers_would_settle(korea, facts):
    before = assess(korea, facts, on=DAY)
    still_open = [item.programme for item in before.programmes if item.verdict is Verdict.UNKNOWN]
    known = frame_of(korea, facts, korea.figures(DAY))
    gaps = {gap.key: gap for gap in gaps_of(korea, known)}
    for question in before.next_questions[::3]:
        tries = tries_of(gaps[question.fact], known)
        settled = 0.0
        for value, weight in zip(tries.values, tries.weights, strict=True):
            after = assess(korea, answered(facts, tries.gap, value), on=DAY)
            settled += weight * sum(
                after.programme(key).verdict is not Verdict.UNKNOWN for key in still_open
            )
        assert question.settles == pytest.approx(settled, abs=1e-6), question.fact


def test_nothing_is_asked_once_all_is_settled(korea):
    told = dict.fromkeys(korea.programmes, False)
    facts = HouseholdFacts(
        values={"household.size": 1, **PLACE, "property.general": 9_000_000_000,
                "property.savings": 9_000_000_000, "property.debt": 0, "care.needs_help": False,
                "household.covered": False},
        rows={"members": (alone(45, disability="none", school="none", pay=90_000_000),)},
        receiving=told,
    )  # fmt: skip
    answer = assess(korea, facts, on=DAY)
    assert {item.verdict for item in answer.programmes} == {Verdict.INELIGIBLE}
    assert steps_of(korea, answer) == ()


@pytest.mark.parametrize(("age", "unit"), [(29, "not_met"), (30, "met"), (None, "unknown")])
def test_counting_with_the_parents_ends_at_30(korea, age, unit):
    row = {"relation": "self"} | ({} if age is None else {"age": age})
    facts = HouseholdFacts(
        values={"household.size": 1, "household.counted_with_parents": True},
        rows={"members": (row,)},
    )
    criteria = assess(korea, facts, on=DAY).programme("livelihood").criteria
    assert [item.status for item in criteria if item.id == "unit"] == [unit]
