"""Until when an offer stands, and which parts of the week a need falls in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.asking import (
    AskingPolicy,
    QuietHours,
    lapses_at,
    may_ask_from,
    own_hours,
)

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


def test_in_a_crisis_the_night_counts_once_the_words_could_leave():
    evening = datetime(2026, 11, 23, 20, 30, tzinfo=SEOUL)
    assert lapses_at(policy(1, waits=False), QUIET, now=evening) == evening + timedelta(hours=1)
    night = datetime(2026, 11, 23, 23, tzinfo=SEOUL)
    morning = datetime(2026, 11, 24, 9, tzinfo=SEOUL)
    assert lapses_at(policy(1, waits=False), QUIET, now=night) == morning


@pytest.mark.parametrize(
    ("zone", "now", "until"),
    [
        pytest.param("Asia/Seoul", (11, 23, 12), (11, 23, 12), id="by day at once"),
        pytest.param("Asia/Seoul", (11, 23, 23), (11, 24, 8), id="in the evening from the morning"),
        pytest.param("Asia/Seoul", (11, 24, 3), (11, 24, 8), id="before dawn from the morning"),
        pytest.param("Asia/Seoul", (12, 25, 12), (12, 26, 8), id="on a holiday from the next day"),
        pytest.param("Asia/Seoul", (12, 24, 22), (12, 26, 8), id="on its eve from the day after"),
        pytest.param("Europe/Berlin", (10, 24, 22), (10, 25, 8), id="over the night of 25 hours"),
        pytest.param("Europe/Berlin", (3, 28, 22), (3, 29, 8), id="over the night of 23 hours"),
    ],
)
def test_people_are_asked_by_day_and_on_working_days(zone, now, until):
    here = ZoneInfo(zone)
    quiet = QuietHours(zone=zone, starts=time(21), ends=time(8))
    christmas = {date(2026, 12, 25)}
    asked, begins = (
        datetime(2026, month, day, hour, tzinfo=here) for month, day, hour in (now, until)
    )
    found = may_ask_from(quiet, now=asked.astimezone(UTC), rest_days=christmas)
    assert found == begins


def test_the_same_hour_twice_means_never_quiet():
    now = datetime(2026, 11, 23, 3, tzinfo=SEOUL)
    never = QuietHours(zone="Asia/Seoul", starts=time(8), ends=time(8))
    assert may_ask_from(never, now=now) == now


def test_somebodys_own_hours_are_quiet_outside():
    own = own_hours("Asia/Seoul", asked_from=time(18), asked_until=time(20))
    noon, evening = (datetime(2026, 11, 23, hour, tzinfo=SEOUL) for hour in (12, 19))
    assert may_ask_from(own, now=noon) == datetime(2026, 11, 23, 18, tzinfo=SEOUL)
    assert may_ask_from(own, now=evening) == evening


@given(st.integers(min_value=0, max_value=525_600), st.integers(min_value=1, max_value=72))
def test_an_offer_never_ends_in_the_quiet_hours_nor_too_early(minute, hours):
    now = datetime(2026, 1, 1, tzinfo=SEOUL) + timedelta(minutes=minute)
    found = lapses_at(policy(hours), QUIET, now=now).astimezone(SEOUL)
    assert found - now >= timedelta(hours=hours)
    assert time(8) < found.time() <= time(21)
