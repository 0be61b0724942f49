"""Hours on a door and windows within a day say the same."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.opening_hours import (
    END_OF_DAY,
    LONGEST_NIGHT,
    DoorHours,
    as_on_door,
    minutes_open,
    within_days,
)

NIGHT = DoorHours(6, time(22), time(6))
WHOLE = DoorHours(0, time.min, END_OF_DAY)


def test_a_night_is_kept_as_its_evening_and_its_morning_of_the_next_week_too():
    assert within_days([NIGHT]) == [
        DoorHours(0, time.min, time(6)),
        DoorHours(6, time(22), END_OF_DAY),
    ]


@pytest.mark.parametrize(
    "door",
    [
        [NIGHT],
        [WHOLE],
        [DoorHours(day, time.min, END_OF_DAY) for day in range(7)],
        [DoorHours(0, time(9), time(12)), DoorHours(0, time(13), END_OF_DAY)],
        [DoorHours(day, time(22), time(6)) for day in range(7)],
        [WHOLE, DoorHours(1, time.min, time(6))],
    ],
)
def test_what_hangs_on_a_door_comes_back_from_what_is_kept(door):
    assert as_on_door(within_days(door)) == sorted(door)


whole_minutes = st.builds(
    time, hour=st.integers(min_value=0, max_value=23), minute=st.integers(min_value=0, max_value=59)
)


@given(
    written=st.lists(st.builds(DoorHours, st.integers(0, 6), whole_minutes, whole_minutes)),
)
def test_joining_and_parting_again_keeps_every_minute(written):
    kept = within_days(written)
    assert within_days(as_on_door(kept)) == kept
    assert all(each.opens < each.closes for each in kept)


def test_a_night_has_its_length():
    assert minutes_open(time(22), time(6)) == 8 * 60
    assert minutes_open(time.min, END_OF_DAY) == 24 * 60
    assert minutes_open(time(12), time(9)) > LONGEST_NIGHT
