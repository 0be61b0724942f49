"""By which day's rules: the day's own, or the last that are known, decided in one place."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date, timedelta

import pytest

from hopecare.domain.rules_day import day_of_rules, rules_day, year_of_older_rules
from hopecare.errors import NoRulesOnDateError
from hopecare.reading.country_packs import country_pack
from tests.architecture.sources import dotted, under

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
