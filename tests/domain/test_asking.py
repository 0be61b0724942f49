"""How long an offer stands, and in which hours a need may fall."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.asking import AskingPolicy, QuietHours, lapses_at, slots_of_need
from hopecare.domain.needs import NeedRhythm

SEOUL = "Asia/Seoul"
QUIET = QuietHours(zone=SEOUL, starts=time(21), ends=time(8))
MONDAY = date(2026, 11, 23)


def policy(minutes, *, waits=True):
    return AskingPolicy(
        version="t",
        asked_at_once=3,
        answer_within=timedelta(minutes=minutes),
        waits_for_morning=waits,
    )


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(SEOUL))


@pytest.mark.parametrize(
    ("now", "asked", "lapses"),
    [
        pytest.param("2026-11-23 12:00", policy(20), "2026-11-23 12:20", id="by day"),
        pytest.param("2026-11-23 20:00", policy(120), "2026-11-24 09:00", id="over the night"),
        pytest.param("2026-11-23 23:00", policy(20), "2026-11-24 08:20", id="asked at night"),
        pytest.param("2026-11-24 02:00", policy(20), "2026-11-24 08:20", id="in the small hours"),
        pytest.param("2026-11-23 15:00", policy(720), "2026-11-24 14:00", id="half a day"),
        pytest.param(
            "2026-11-23 23:00", policy(20, waits=False), "2026-11-23 23:20", id="crisis at night"
        ),
    ],
)
def test_nobody_owes_an_answer_at_night(now, asked, lapses):
    assert lapses_at(asked, QUIET, now=local(now)) == local(lapses)


@given(minutes=st.integers(0, 365 * 24 * 60), wait=st.integers(1, 3_000))
def test_an_offer_stands_its_whole_time_and_ends_while_people_are_awake(minutes, wait):
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ends = lapses_at(policy(wait), QUIET, now=now)
    assert ends - now >= timedelta(minutes=wait)
    assert time(8) <= ends.astimezone(ZoneInfo(SEOUL)).time() <= time(21)


def test_quiet_hours_may_lie_within_one_day():
    siesta = QuietHours(zone=SEOUL, starts=time(13), ends=time(15))
    assert lapses_at(policy(30), siesta, now=local("2026-11-23 12:45")) == local("2026-11-23 15:15")


@pytest.mark.parametrize(
    ("rhythm", "weekdays", "starts_at", "until_on", "days", "parts"),
    [
        pytest.param(NeedRhythm.WEEKLY, ["tue"], time(10), None, {1}, {1}, id="Tuesdays at ten"),
        pytest.param(
            NeedRhythm.WEEKLY, ["sat", "sun"], None, None, {5, 6}, {1, 2, 3}, id="weekend"
        ),
        pytest.param(NeedRhythm.ONCE, [], time(19), None, {0}, {3}, id="this evening"),
        pytest.param(
            NeedRhythm.ONCE, [], time(7), MONDAY + timedelta(days=2), {0, 1, 2}, {1}, id="until Wed"
        ),
        pytest.param(
            NeedRhythm.ONCE,
            [],
            time(1),
            MONDAY + timedelta(days=40),
            set(range(7)),
            {0},
            id="a night in the coming weeks",
        ),
    ],
)
def test_a_need_falls_into_parts_of_the_week(rhythm, weekdays, starts_at, until_on, days, parts):
    text = slots_of_need(
        rhythm, from_on=MONDAY, until_on=until_on, weekdays=weekdays, starts_at=starts_at
    )
    assert len(text) == 28
    assert {divmod(place, 4) for place, mark in enumerate(text) if mark == "1"} == {
        (day, part) for day in days for part in parts
    }
