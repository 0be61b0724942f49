"""How old a word on free places is, when an office is open, and whom it serves."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from hopecare.domain.opening_hours import END_OF_DAY
from hopecare.domain.service_facts import Capacity, CapacityState, OpenWindow, ServiceFacts

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NORTH, TOWN = UUID(int=1), UUID(int=2)
MORNINGS = OpenWindow(weekday=0, opens=time(9), closes=time(12))


def facts(**known):
    return ServiceFacts(service_id=UUID(int=7), organisation_id=UUID(int=8), **known)


@pytest.mark.parametrize(("days", "is_old"), [(0, False), (29, False), (30, True), (400, True)])
def test_a_word_grows_old_on_its_day(days, is_old):
    said = Capacity(state=CapacityState.OPEN, as_of=NOW - timedelta(days=days))
    assert said.is_known
    assert said.is_old(NOW, after_days=30) is is_old


def test_what_nobody_ever_said_is_old_from_the_start():
    assert not Capacity().is_known
    assert Capacity().is_old(NOW, after_days=30)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 11, 23, 8, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 11, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), False),
    ],
)
def test_an_office_is_open_from_its_first_minute_until_its_last(moment, is_open):
    assert facts(hours=(MORNINGS,)).is_open_at(moment) is is_open


def test_hours_hold_from_their_first_day_until_their_last():
    summer = OpenWindow(
        weekday=0,
        opens=time(9),
        closes=time(12),
        valid_from=date(2026, 11, 16),
        valid_to=date(2026, 11, 23),
    )
    mondays = [date(2026, 11, day) for day in (9, 16, 23, 30)]
    assert [summer.holds_on(day) for day in mondays] == [False, True, True, False]


def test_nothing_is_said_about_hours_that_are_not_known():
    assert facts().is_open_at(datetime(2026, 11, 23, 10, 0, tzinfo=UTC)) is None


WEEK = tuple(OpenWindow(weekday=day, opens=time(9), closes=time(18)) for day in range(5))
ALWAYS = tuple(OpenWindow(weekday=day, opens=time.min, closes=END_OF_DAY) for day in range(7))


@pytest.mark.parametrize(
    ("hours", "is_open", "next_open"),
    [
        (WEEK, False, datetime(2026, 12, 28, 9, 0, tzinfo=UTC)),
        (ALWAYS, True, datetime(2026, 12, 25, 10, 0, tzinfo=UTC)),
        ((), None, None),
    ],
    ids=["in the week", "day and night", "not known"],
)
def test_on_a_holiday_only_those_are_there_who_are_day_and_night(hours, is_open, next_open):
    christmas = datetime(2026, 12, 25, 10, 0, tzinfo=UTC)
    office = facts(hours=hours, shut_on=frozenset({christmas.date()}))
    assert office.is_open_at(christmas) is is_open
    assert office.open_from(christmas) == next_open
    assert office.is_shut_on(christmas.date()) is (hours == WEEK)
    assert not office.is_shut_on(date(2026, 12, 24))


@pytest.mark.parametrize(
    ("known", "is_served"),
    [
        ({}, True),
        ({"area_ids": (TOWN,)}, True),
        ({"area_ids": (UUID(int=3),)}, False),
        ({"area_words": ("구리시 일부",)}, None),
        ({"area_ids": (UUID(int=3),), "area_words": ("구리시 일부",)}, None),
        ({"area_ids": (NORTH,), "area_words": ("구리시 일부",)}, True),
    ],
)
def test_a_home_is_served_by_its_area_or_one_above_and_words_are_read_by_people(known, is_served):
    assert facts(**known).serves([NORTH, TOWN]) is is_served


@pytest.mark.parametrize(("day", "has_ended"), [(22, False), (23, True), (24, True)])
def test_a_service_has_ended_from_its_last_day_on(day, has_ended):
    assert facts(ended_on=date(2026, 11, 23)).has_ended(date(2026, 11, day)) is has_ended
