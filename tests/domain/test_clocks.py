"""Clocks of the law: days from a rule, reminders before, one look after; laws and examples."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.clocks import (
    ClockKind,
    ClockLook,
    ClockRule,
    Clocks,
    ClockStanding,
    due_on,
    months_later,
)
from hopecare.errors import SettingsMissingError
from hopecare.reading.legal_clocks import country_clocks, read_clocks, shipped_clocks

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))
KOREA = country_clocks("KR")
DAY = timedelta(days=1)


def a_rule(**given):
    told = {"reason": "x", "source": "x", "address": "x", "grade": "A"}
    return ClockRule(kind=ClockKind.APPLICATION, checked=date(2026, 6, 30), **told | given)


@pytest.mark.parametrize(
    ("started", "due"),
    [
        pytest.param(date(2026, 11, 1), date(2026, 12, 1), id="a usual month"),
        pytest.param(date(2026, 12, 10), date(2027, 1, 9), id="over the end of a year"),
        pytest.param(date(2028, 1, 30), date(2028, 2, 29), id="into a leap day"),
        pytest.param(date(2027, 1, 30), date(2027, 3, 1), id="no leap day"),
        pytest.param(date(2028, 2, 29), date(2028, 3, 30), id="from a leap day"),
    ],
)
def test_an_office_answers_within_thirty_days(started, due):
    assert KOREA.due_on(ClockKind.APPLICATION, started, programme="livelihood") == due


@pytest.mark.parametrize(
    ("started", "due"),
    [
        pytest.param(date(2026, 10, 31), date(2026, 11, 30), id="a month without that day"),
        pytest.param(date(2027, 1, 31), date(2027, 2, 28), id="February"),
        pytest.param(date(2028, 1, 31), date(2028, 2, 29), id="February of a leap year"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 31), id="over the end of a year"),
        pytest.param(date(2028, 2, 29), date(2028, 3, 29), id="from a leap day"),
    ],
)
def test_help_is_checked_within_a_month(started, due):
    assert KOREA.due_on(ClockKind.AFTER_CHECK, started) == due


def test_every_law_we_ship_is_named_in_english_too_beside_its_own_name():
    for clocks in shipped_clocks().values():
        for rule in clocks.rules:
            assert rule.cited("ko") == rule.source
            assert rule.cited("en").isascii() is False
            assert rule.source_en is not None
            assert rule.cited("en").startswith(rule.source_en)


def test_a_stated_reason_gives_sixty_days():
    started = date(2026, 12, 10)
    assert KOREA.extended_due_on(ClockKind.APPLICATION, started) == started + 60 * DAY


def test_what_has_no_figure_in_our_sources_is_not_guessed():
    rule = KOREA.rule(ClockKind.OBJECTION, date(2026, 11, 23))
    assert rule is not None
    assert "제10조" in rule.source
    assert not rule.is_known
    assert KOREA.due_on(ClockKind.OBJECTION, date(2026, 11, 23)) is None
    assert KOREA.due_on(ClockKind.OBJECTION_ANSWER, date(2026, 11, 23)) is None


def test_emergency_aid_is_not_answered_by_the_usual_clock():
    assert KOREA.due_on(ClockKind.APPLICATION, date(2026, 11, 23), programme="emergency") is None


def test_a_country_without_a_file_has_no_clock_but_is_reminded():
    nowhere = country_clocks("GB")
    assert nowhere.due_on(ClockKind.APPLICATION, date(2026, 11, 23)) is None
    assert (nowhere.shown_before_days, nowhere.rung_before_days) == (7, 2)


def test_of_several_rules_the_last_that_has_begun_holds():
    old, new = a_rule(days=30), a_rule(days=20, since=date(2027, 1, 1))
    clocks = Clocks(rules=(new, old), shown_before_days=7, rung_before_days=2)
    assert clocks.due_on(ClockKind.APPLICATION, date(2026, 12, 31)) == date(2027, 1, 30)
    assert clocks.due_on(ClockKind.APPLICATION, date(2027, 1, 1)) == date(2027, 1, 21)


@given(started=DAYS, days=st.integers(1, 400))
def test_days_are_counted_from_the_day_after(started, days):
    assert (due_on(a_rule(days=days), started) - started).days == days


@given(started=DAYS, months=st.integers(1, 30))
def test_a_month_ends_on_the_same_day_or_on_its_last(started, months):
    end = months_later(started, months)
    assert (end.year * 12 + end.month) - (started.year * 12 + started.month) == months
    is_last_day = (end + DAY).day == 1
    assert end.day == started.day or (end.day < started.day and is_last_day)


@given(started=DAYS, later=st.integers(0, 800), months=st.integers(1, 12))
def test_who_starts_later_is_never_due_earlier(started, later, months):
    rule = a_rule(months=months)
    assert due_on(rule, started) <= due_on(rule, started + later * DAY)


@given(due=DAYS, today=DAYS)
def test_on_its_day_nothing_is_over(due, today):
    standing = KOREA.standing(due, today)
    assert (standing is ClockStanding.OVER) == (today > due)
    assert (standing is ClockStanding.NEAR) == (0 <= (due - today).days <= 7)


@given(due=DAYS, today=DAYS, late=st.integers(0, 60))
def test_each_look_comes_once_however_late_anybody_looks(due, today, late):
    """Following `next_look` from any day, with any delay, chases once and rings at most once."""
    seen, look_on = [], KOREA.first_look(due, today=today)
    while look_on is not None:
        looked = max(look_on, today) + late * DAY
        seen.append(KOREA.reached(due, looked))
        look_on = KOREA.next_look(due, after=looked)
    assert seen.count(ClockLook.CHASE) == 1
    assert seen in ([ClockLook.CHASE], [ClockLook.RING_BEFORE, ClockLook.CHASE])


@given(due=DAYS)
def test_somebody_rings_two_days_before_and_the_day_after(due):
    assert KOREA.looks(due) == (
        (due - 2 * DAY, ClockLook.RING_BEFORE),
        (due + DAY, ClockLook.CHASE),
    )


WHOLE = """
version = "x"
shown_before_days = 7
rung_before_days = 2
[[KR]]
kind = "application"
days = 30
reason = "x"
grade = "A"
source = "x"
address = "x"
checked = 2026-06-30
"""


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(WHOLE.replace('grade = "A"', 'grade = "C"'), id="a grade we do not ship"),
        pytest.param(WHOLE.replace('source = "x"\n', ""), id="no source"),
        pytest.param(WHOLE.replace("days = 30", "days = 0"), id="no days"),
        pytest.param(WHOLE.replace("days = 30", "weeks = 4"), id="an unknown length"),
        pytest.param(WHOLE.replace('"application"', '"appeal"'), id="an unknown kind"),
        pytest.param(WHOLE.replace("rung_before_days = 2\n", ""), id="no reminder"),
        pytest.param(WHOLE.replace('version = "x"\n', ""), id="no version"),
    ],
)
def test_a_rule_that_is_not_whole_is_refused(broken):
    assert read_clocks(WHOLE)["KR"].rules[0].days == 30
    with pytest.raises(SettingsMissingError):
        read_clocks(broken)


def test_every_shipped_rule_names_its_source():
    rules = [rule for clocks in shipped_clocks().values() for rule in clocks.rules]
    assert rules
    assert all(rule.source and rule.address.startswith("https://") for rule in rules)
