"""When the morning digest goes: by the town's own clock, through every change of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.digest import GRACE, DigestPlan, digest_key, digest_time

ZONES = ["Asia/Seoul", "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe"]
EVERY_DAY = frozenset(range(7))
MONDAY = date(2026, 11, 23)


def plan(at=time(8, 30), weekdays=EVERY_DAY):
    return DigestPlan(at=at, weekdays=weekdays, coordinators_too=False)


def test_it_goes_at_its_hour_and_until_noon():
    found = digest_time(plan(), day=MONDAY, zone="Asia/Seoul")
    assert found is not None
    assert found.starts == datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert found.ends == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert found.holds(found.starts)
    assert not found.holds(found.ends)


def test_a_day_that_was_not_chosen_has_none():
    weekdays = frozenset({0, 1, 2, 3, 4})
    assert digest_time(plan(weekdays=weekdays), day=MONDAY, zone="Asia/Seoul") is not None
    sunday = MONDAY - timedelta(days=1)
    assert digest_time(plan(weekdays=weekdays), day=sunday, zone="Asia/Seoul") is None


def test_an_hour_the_clocks_leave_out_or_have_twice_goes_once():
    spring = digest_time(plan(time(2, 30)), day=date(2026, 3, 29), zone="Europe/Berlin")
    autumn = digest_time(plan(time(2, 30)), day=date(2026, 10, 25), zone="Europe/Berlin")
    assert spring is not None
    assert autumn is not None
    assert spring.starts == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert autumn.starts == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_half_past_eight_stays_half_past_eight_in_winter_and_in_summer():
    winter = digest_time(plan(), day=date(2026, 10, 26), zone="Europe/Berlin")
    summer = digest_time(plan(), day=date(2026, 10, 24), zone="Europe/Berlin")
    assert winter is not None
    assert summer is not None
    assert (summer.starts.hour, winter.starts.hour) == (6, 7)


@given(
    at=st.times(),
    day=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    zone=st.sampled_from(ZONES),
)
def test_two_days_never_overlap_and_none_outlasts_its_grace(at, day, zone):
    today = digest_time(plan(at), day=day, zone=zone)
    tomorrow = digest_time(plan(at), day=day + timedelta(days=1), zone=zone)
    assert today is not None
    assert tomorrow is not None
    assert today.starts < today.ends <= today.starts + GRACE
    assert today.ends <= tomorrow.starts


@pytest.mark.parametrize("other", [digest_key(UUID(int=2), MONDAY), "digest"])
def test_each_person_and_day_has_a_key_of_its_own(other):
    assert digest_key(UUID(int=1), MONDAY) != other
