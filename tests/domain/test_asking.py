"""Until when an offer stands, and which parts of the week a need falls in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.asking import AskingPolicy, QuietHours, lapses_at, slots_of_need
from hopecare.domain.needs import NeedRhythm

SEOUL = ZoneInfo("Asia/Seoul")
QUIET = QuietHours(zone="Asia/Seoul", starts=time(21), ends=time(8))
MONDAY = date(2026, 11, 23)


def policy(hours, *, waits=True):
    return AskingPolicy(
        version="test",
        asked_at_once=3,
        answer_within=timedelta(hours=hours),
        waits_for_morning=waits,
    )


@pytest.mark.parametrize(
    ("asked", "hours", "until"),
    [
        pytest.param((23, 10), 12, (24, 9), id="the night is left out"),
        pytest.param((23, 10), 2, (23, 12), id="by day it just counts"),
        pytest.param((23, 23), 2, (24, 10), id="asked at night, it counts from the morning"),
        pytest.param((23, 20), 2, (24, 9), id="an hour before the night and one after"),
        pytest.param((23, 19), 2, (23, 21), id="to the minute"),
    ],
)
def test_nobody_owes_an_answer_at_night(asked, hours, until):
    day, hour = asked
    now = datetime(2026, 11, day, hour, tzinfo=SEOUL)
    found = lapses_at(policy(hours), QUIET, now=now)
    assert found == datetime(2026, 11, until[0], until[1], tzinfo=SEOUL)


def test_in_a_crisis_the_night_counts():
    now = datetime(2026, 11, 23, 23, tzinfo=SEOUL)
    assert lapses_at(policy(1, waits=False), QUIET, now=now) == now + timedelta(hours=1)


@given(st.integers(min_value=0, max_value=525_600), st.integers(min_value=1, max_value=72))
def test_an_offer_never_ends_in_the_quiet_hours_nor_too_early(minute, hours):
    now = datetime(2026, 1, 1, tzinfo=SEOUL) + timedelta(minutes=minute)
    found = lapses_at(policy(hours), QUIET, now=now).astimezone(SEOUL)
    assert found - now >= timedelta(hours=hours)
    assert time(8) < found.time() <= time(21)


@pytest.mark.parametrize(
    ("rhythm", "weekdays", "starts_at", "until_on", "week"),
    [
        pytest.param(
            NeedRhythm.ONCE, (), None, None, "0111" + "0000" * 6, id="any daytime on its day"
        ),
        pytest.param(
            NeedRhythm.ONCE, (), time(9), None, "0100" + "0000" * 6, id="a morning on its day"
        ),
        pytest.param(
            NeedRhythm.ONCE,
            (),
            time(19),
            date(2026, 11, 24),
            "0001" * 2 + "0000" * 5,
            id="either evening",
        ),
        pytest.param(
            NeedRhythm.WEEKLY,
            ("tue", "sun"),
            time(14),
            None,
            "0000" + "0010" + "0000" * 4 + "0010",
            id="afternoons every week",
        ),
        pytest.param(
            NeedRhythm.ONCE, (), time(2), None, "1000" + "0000" * 6, id="a night's company"
        ),
    ],
)
def test_a_need_falls_in_its_parts_of_the_week(rhythm, weekdays, starts_at, until_on, week):
    found = slots_of_need(
        rhythm, from_on=MONDAY, until_on=until_on, weekdays=weekdays, starts_at=starts_at
    )
    assert found == week
