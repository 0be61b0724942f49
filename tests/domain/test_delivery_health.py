"""Times cut without gaps whatever the clock does, shares of waits, columns that fill a chart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.delivery_health import Window, parts_of, share_within, stacked

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
COUNTS = st.dictionaries(st.integers(0, 10_000), st.integers(1, 50), min_size=1, max_size=20)


@pytest.mark.parametrize(("window", "parts"), [("day", 24), ("week", 7), ("month", 30)])
@pytest.mark.parametrize("zone", ["Asia/Seoul", "Europe/Berlin", "Asia/Kolkata"])
@pytest.mark.parametrize("now", [NOW, datetime(2026, 10, 26, 12, tzinfo=UTC)])
def test_parts_follow_each_other_up_to_now(window, parts, zone, now):
    found = parts_of(Window(window), now=now, zone=zone)
    assert len(found) == parts
    assert all(one[1] == after[0] for one, after in pairwise(found))
    assert found[-1][0] <= now < found[-1][1]


def test_a_day_is_one_of_the_towns_own_clock_also_where_it_is_longer():
    found = parts_of(Window.WEEK, now=datetime(2026, 10, 26, 12, tzinfo=UTC), zone="Europe/Berlin")
    longest = max(found, key=lambda part: part[1].astimezone(UTC) - part[0].astimezone(UTC))
    assert longest[0] == datetime(2026, 10, 25, tzinfo=ZoneInfo("Europe/Berlin"))
    assert longest[1].astimezone(UTC) - longest[0].astimezone(UTC) == timedelta(hours=25)


@given(COUNTS, st.integers(1, 100))
def test_a_share_is_reached_at_its_second_and_not_before(counted, percent):
    within = share_within(counted, percent)
    total = sum(counted.values())
    until = sum(number for seconds, number in counted.items() if seconds <= within)
    before = sum(number for seconds, number in counted.items() if seconds < within)
    assert until * 100 >= total * percent > before * 100


def test_nothing_has_no_share():
    assert share_within({}, 50) is None


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=5), st.integers(0, 1000))
def test_layers_stand_upon_each_other_and_stay_in_the_chart(numbers, more):
    layers = stacked(numbers, most=sum(numbers) + more)
    assert all(top >= -1e-9 and height >= 0 for top, height in layers)
    assert layers[0][0] + layers[0][1] == pytest.approx(100)
    for below, above in pairwise(layers):
        assert above[0] + above[1] == pytest.approx(below[0])
