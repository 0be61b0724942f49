"""Each part of a text has a moment of its own at our sender."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.pacing import AHEAD, Pace

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_sender_that_is_free_takes_the_first_at_once():
    leaves_at, after = Pace(2, NOW - SECOND).taking(1, NOW)
    assert leaves_at == NOW
    assert after.free_at == NOW + SECOND / 2


def test_each_part_of_a_long_text_takes_a_moment():
    first, after = Pace(1, NOW).taking(3, NOW)
    second, _ = after.taking(1, NOW)
    assert (first, second) == (NOW, NOW + 3 * SECOND)


@pytest.mark.parametrize(
    ("free_at", "room"),
    [
        pytest.param(NOW - 60 * SECOND, 30, id="free for long: three seconds' worth, no more"),
        pytest.param(NOW, 30, id="free now"),
        pytest.param(NOW + SECOND, 20, id="taken for a second"),
        pytest.param(NOW + AHEAD, 0, id="taken as far as moments are given out"),
        pytest.param(NOW + 72 * SECOND, 0, id="taken by very long texts"),
        pytest.param(NOW + timedelta(hours=1), 30, id="the clock was put back by an hour"),
    ],
)
def test_moments_are_given_out_a_little_ahead(free_at, room):
    assert Pace(10, free_at).room(NOW) == room


@given(
    rate=st.integers(1, 200),
    units=st.lists(st.integers(1, 6), min_size=2, max_size=60),
    later=st.lists(st.integers(0, 3_000_000), min_size=60, max_size=60),
)
def test_no_second_ever_takes_more_than_the_rate(rate, units, later):
    pace, now, left = Pace(rate, NOW), NOW, []
    for taken, passed in zip(units, later, strict=False):
        now += timedelta(microseconds=passed)
        moment, pace = pace.taking(taken, now)
        assert moment >= now
        left.append((moment, taken))
    for (moment, taken), (following, _) in pairwise(left):
        assert following - moment >= timedelta(seconds=taken / rate) - timedelta(microseconds=1)
