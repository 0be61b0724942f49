"""By which day's rules: the day's own, or the last that are known, decided in one place."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date, timedelta

import pytest

from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.gap_amounts import last_days
from hopecare.domain.rules_day import (
    closed_on,
    day_of_rules,
    rules_day,
    still_open,
    year_of_older_rules,
)
from hopecare.domain.screening import verdicts_of_many
from hopecare.errors import NoRulesOnDateError
from hopecare.reading.country_packs import country_pack
from tests.architecture.sources import dotted, under
from tests.factories.assessments import said

PACK = country_pack("KR")
LAST_DAY = date(2026, 12, 31)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "rules", "older"),
    [
        (date(2025, 3, 2), date(2025, 3, 2), None),
        (LAST_DAY, LAST_DAY, None),
        (LAST_DAY + DAY, LAST_DAY, 2026),
        (date(2030, 1, 2), LAST_DAY, 2026),
    ],
)
def test_the_rules_of_a_day_are_its_own_or_the_last_before_it(day, rules, older):
    assert rules_day(PACK, day) == day_of_rules(PACK, day) == rules
    assert year_of_older_rules(PACK, day) == older


def test_a_day_before_all_rules_has_none():
    day = date(1990, 1, 1)
    assert rules_day(PACK, day) is None
    assert year_of_older_rules(PACK, day) is None
    with pytest.raises(NoRulesOnDateError):
        day_of_rules(PACK, day)


def test_as_long_as_one_programme_goes_on_the_rules_do():
    going_on = replace(PACK.programmes["livelihood"], until=None)
    pack = replace(PACK, programmes={**PACK.programmes, "livelihood": going_on})
    assert rules_day(pack, LAST_DAY + DAY) == LAST_DAY + DAY


VOUCHER = "energy_voucher"


def keys(answer):
    return {each.programme for each in answer.programmes}


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2027, 1, 5)])
def test_what_is_applied_for_on_certain_days_is_not_carried_past_them(day):
    december = assess(PACK, said(), on=LAST_DAY)
    assert december.programme(VOUCHER).verdict == "eligible"
    later = assess(PACK, said(), on=day_of_rules(PACK, day), about=day)
    assert keys(december) - keys(later) == {VOUCHER}
    (many,) = verdicts_of_many(PACK, [said()], on=day_of_rules(PACK, day), about=day)
    assert set(many) == keys(later)
    assert closed_on(PACK, day) == last_days(PACK, day) == {VOUCHER: LAST_DAY}
    assert keys(still_open(december, PACK, day)) == keys(later)


def test_on_its_last_day_it_is_open():
    assert closed_on(PACK, LAST_DAY) == last_days(PACK, LAST_DAY) == {}
    assert VOUCHER in keys(assess(PACK, said(), on=LAST_DAY, about=LAST_DAY))


def test_what_has_closed_does_not_make_rules_of_its_own():
    closed = PACK.programmes[VOUCHER]
    pack = replace(PACK, programmes={VOUCHER: closed})
    assert rules_day(pack, LAST_DAY) == LAST_DAY
    assert rules_day(pack, LAST_DAY + DAY) is None


def test_where_people_work_every_judgement_takes_its_day_from_here():
    """`assess` and `verdicts_of_many` in the product stand beside a day that was decided here."""
    found = [
        source.path
        for floor in ("blueprints/casework/", "hopecare/services/", "hopecare/queries/")
        for source in under(floor)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and dotted(node.func) in {"assess", "verdicts_of_many"}
        if "day_of_rules(" not in source.text
    ]
    assert found == []


def test_whoever_judges_by_older_rules_says_which_day_it_is_about():
    asking = {"assess", "answers_of_many", "verdicts_of_many"}
    places = ("blueprints/casework/", "hopecare/services/", "hopecare/queries/", "hopecare/domain/")
    calls = [
        (source.path, {word.arg for word in node.keywords})
        for place in places
        for source in under(place)
        if "rules_day" in source.text
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and dotted(node.func) in asking
    ]
    assert calls
    assert [path for path, words in calls if not words >= {"on", "about"}] == []
