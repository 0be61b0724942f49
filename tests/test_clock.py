"""The clock says the time in UTC, or the time it was put to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine

from hopecare.clock import SetClock, utc_now

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_the_time_is_aware_and_in_utc():
    with time_machine.travel(NOON, tick=False):
        assert utc_now() == NOON
        assert utc_now().tzinfo is UTC


def test_a_clock_that_was_put_stands_until_it_is_moved():
    clock = SetClock(NOON)
    assert clock() == clock() == NOON
    assert clock.advance(timedelta(hours=1)) == clock() == NOON + timedelta(hours=1)
