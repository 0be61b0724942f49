"""What changes an answer missed by a little: each watch is true on its day and not before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.later_ages import Born, facts_later
from hopecare.domain.screening import verdicts_of_many
from hopecare.domain.watches import Said, WatchKind, watches_of
from hopecare.reading.country_packs import country_pack
from tests.factories.assessments import said, works_at

PACK = country_pack("KR")
TODAY = date(2026, 3, 2)
TURNS_65 = date(2026, 9, 10)
DAY = timedelta(days=1)
OVER_A_LITTLE = said(income_benefits=830_000)


def watched(facts, *, born=(), on=TODAY, today=None):
    near = {each.programme for each in assess(PACK, facts, on=on).programmes if each.near_miss}
    told = Said(facts=facts, on=on, born=born)
    return watches_of(PACK, told, near=near, today=today or on)


def born_on(day):
    return (Born(on=day, is_asked=True),)


def verdict(facts, day, programme, born=()):
    later = facts_later(PACK, facts, born, said_on=TODAY, today=day)
    return verdicts_of_many(PACK, [later], on=day)[0][programme]


def of_kind(watches, *kinds):
    return [each for each in watches if each.kind in kinds]


def test_a_birthday_is_named_and_turns_the_answer_on_its_day_and_not_before():
    born = born_on(TURNS_65.replace(year=1961))
    found = of_kind(watched(works_at(64), born=born), WatchKind.BIRTHDAY)
    assert {(each.programme, each.on, each.age) for each in found} >= {("livelihood", TURNS_65, 65)}
    for each in found:
        before = verdict(works_at(64), each.on - DAY, each.programme, born)
        assert (before, verdict(works_at(64), each.on, each.programme, born)) == (
            "ineligible",
            "eligible",
        )


def test_without_a_birth_date_no_birthday_is_guessed():
    assert of_kind(watched(works_at(64)), WatchKind.BIRTHDAY) == []


def test_a_birthday_that_has_passed_is_watched_no_more():
    born = born_on(TURNS_65.replace(year=1961))
    found = watched(works_at(64), born=born, today=TURNS_65)
    assert of_kind(found, WatchKind.BIRTHDAY) == []


def test_somebody_born_on_a_leap_day_turns_a_year_on_the_first_of_march():
    (own,) = works_at(64).rows["members"]
    facts = replace(works_at(64), rows={"members": ({**own, "pay": 1_250_000},)})
    found = watched(facts, born=born_on(date(1960, 2, 29)), on=date(2025, 2, 20))
    assert {each.on for each in of_kind(found, WatchKind.BIRTHDAY)} == {date(2025, 3, 1)}


def test_new_figures_are_named_by_the_day_they_hold_from():
    told = said(income_benefits=800_000)
    found = of_kind(watched(told, on=date(2025, 6, 2)), WatchKind.NEW_FIGURES)
    assert found
    for each in found:
        both = [verdict(told, day, each.programme) for day in (each.on - DAY, each.on)]
        assert both == ["ineligible", "eligible"]


LAST_DAY = max(each.until for each in PACK.programmes.values() if each.until)
NOVEMBER = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("turns", "figures_of"), [(date(2026, 12, 20), None), (date(2027, 2, 1), 2026)]
)
def test_a_birthday_past_the_end_of_the_rules_is_judged_by_their_last_figures(turns, figures_of):
    born = born_on(turns.replace(year=turns.year - 65))
    found = of_kind(watched(works_at(64), born=born, on=NOVEMBER), WatchKind.BIRTHDAY)
    assert ("livelihood", turns, 65, figures_of) in {
        (each.programme, each.on, each.age, each.figures_of) for each in found
    }


def test_once_the_rules_have_ended_birthdays_are_still_watched_by_their_last_figures():
    born = born_on(date(1962, 2, 1))
    told = watched(works_at(64), born=born, on=NOVEMBER, today=LAST_DAY + DAY)
    assert {(each.on, each.age, each.figures_of) for each in told if each.age} == {
        (date(2027, 2, 1), 65, 2026)
    }
    # That new figures are to come is said of a day ahead; this day is no longer one.
    assert of_kind(told, WatchKind.FIGURES_TO_COME, WatchKind.NEW_FIGURES) == []


def test_once_the_rules_have_ended_a_cost_says_by_which_figures():
    found = of_kind(watched(OVER_A_LITTLE, today=LAST_DAY + 9 * DAY), WatchKind.COST_NOT_ASKED)
    assert {each.figures_of for each in found} == {2026}
    assert of_kind(watched(OVER_A_LITTLE), WatchKind.COST_NOT_ASKED)[0].figures_of is None


def test_figures_that_are_not_known_yet_are_said_to_come():
    found = of_kind(watched(OVER_A_LITTLE, on=LAST_DAY - 30 * DAY), WatchKind.FIGURES_TO_COME)
    assert {each.on for each in found} == {LAST_DAY + DAY}


def test_a_cost_that_was_nothing_is_named_with_the_least_that_is_enough():
    found = of_kind(watched(OVER_A_LITTLE), WatchKind.COST_NOT_ASKED)
    assert ("livelihood", "spending.medical") in {(each.programme, each.fact) for each in found}
    for each in found:
        more = [
            replace(OVER_A_LITTLE, values={**OVER_A_LITTLE.values, each.fact: amount})
            for amount in (each.at_least - 1, each.at_least)
        ]
        assert [verdict(facts, TODAY, each.programme) for facts in more] == [
            "ineligible",
            "eligible",
        ]


def test_nobody_is_told_to_earn_or_own_less():
    facts = {each.fact for each in watched(OVER_A_LITTLE) if each.fact}
    assert facts
    assert all(OVER_A_LITTLE.values[fact] == 0 for fact in facts)


def test_income_is_never_taken_for_a_cost():
    facts = said(income_benefits=2_500_000)
    near = {each.programme for each in assess(PACK, facts, on=TODAY).programmes if each.near_miss}
    assert "basic_pension" in near
    costs = {each.fact for each in of_kind(watched(facts), WatchKind.COST_NOT_ASKED)}
    assert costs <= {key for key, fact in PACK.facts.items() if fact.is_cost}
    assert "income.basic_pension" not in costs


def test_costs_are_what_is_spent_and_owed():
    assert {key for key, fact in PACK.facts.items() if fact.is_cost} == {
        "spending.medical",
        "spending.pension",
        "property.debt",
        "elder.debt",
        "disabled.debt",
    }


def test_no_more_is_tried_than_the_question_takes():
    little = replace(PACK.facts["spending.medical"], hi=9_000)
    pack = replace(PACK, facts={**PACK.facts, little.key: little})
    told = Said(facts=OVER_A_LITTLE, on=TODAY, born=())
    for rules, is_named in ((PACK, True), (pack, False)):
        watches = watches_of(rules, told, near={"livelihood"}, today=TODAY)
        assert (little.key in {each.fact for each in watches}) is is_named


@pytest.mark.parametrize("facts", [said(), said(income_benefits=9_000_000)])
def test_where_nothing_is_missed_by_a_little_no_cost_is_asked(facts):
    assert of_kind(watched(facts), WatchKind.COST_NOT_ASKED) == []


def test_what_is_received_is_not_watched():
    received = replace(OVER_A_LITTLE, receiving={"livelihood": True})
    assert "livelihood" not in {each.programme for each in watched(received)}


def test_a_day_before_all_rules_has_nothing_to_watch():
    told = Said(facts=OVER_A_LITTLE, on=TODAY, born=())
    assert watches_of(PACK, told, near={"livelihood"}, today=date(1990, 1, 1)) == ()
