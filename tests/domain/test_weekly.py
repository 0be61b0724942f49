"""Help every week: which days it falls on, and the two moments of a missed one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.asking import WEEKDAYS
from hopecare.domain.care_path import MISSED_WEEK, MissedWeekEvent, MissedWeekStatus, next_status
from hopecare.domain.weekly import (
    AHEAD,
    day_is_over,
    days_ahead,
    evening_before,
    falls_on,
    logged_until,
)
from hopecare.errors import MoveNotAllowedError

FRIDAY = date(2026, 11, 27)
FROM = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "until_on", "falls"),
    [
        (FRIDAY, None, True),
        (FRIDAY, FRIDAY, True),
        (FRIDAY, FRIDAY - timedelta(days=1), False),
        (FRIDAY + timedelta(days=1), None, False),
        (FRIDAY - timedelta(days=7), None, False),
    ],
)
def test_it_falls_on_its_days_between_its_first_and_its_last(day, until_on, falls):
    assert falls_on(day, weekdays=["tue", "fri"], from_on=FROM, until_on=until_on) is falls


@given(
    today=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    weekdays=st.sets(st.sampled_from(WEEKDAYS), min_size=1),
)
def test_the_days_ahead_are_those_it_falls_on_and_no_others(today, weekdays):
    days = days_ahead(today, weekdays=weekdays, from_on=today, until_on=None)
    assert list(days) == sorted(set(days))
    assert all(today <= day <= today + AHEAD for day in days)
    assert {WEEKDAYS[day.weekday()] for day in days} == weekdays
    assert len(days) >= len(weekdays) * (AHEAD.days // 7)


def test_the_evening_before_and_the_midnight_after_are_the_towns_own():
    assert evening_before(FRIDAY, "Asia/Seoul") == datetime(2026, 11, 26, 9, tzinfo=UTC)
    assert day_is_over(FRIDAY, "Asia/Seoul") == datetime(2026, 11, 27, 15, tzinfo=UTC)
    assert logged_until(FRIDAY, "Asia/Seoul") == datetime(2026, 11, 28, 3, tzinfo=UTC)
    # The clocks go back that night in London.
    assert day_is_over(date(2026, 10, 25), "Europe/London") == datetime(2026, 10, 26, tzinfo=UTC)


def test_a_day_that_was_called_off_is_never_looked_for_again():
    for event in MissedWeekEvent:
        with pytest.raises(MoveNotAllowedError):
            next_status(MISSED_WEEK, MissedWeekStatus.CALLED_OFF, event)
