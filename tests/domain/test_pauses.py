"""Pauses that gave way to another: which one holds again, and which staff still hear of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.pauses import (
    Pause,
    beneath,
    not_over,
    pauses_read,
    pauses_written,
    still_named,
)
from tests.factories.towns import TODAY

DAY = timedelta(days=1)
STAY = Pause(TODAY - 2 * DAY, TODAY + 5 * DAY)
PAST = Pause(TODAY - 9 * DAY, TODAY)
HOLIDAY = Pause(TODAY + 20 * DAY, TODAY + 30 * DAY)
FOR_GOOD = Pause(TODAY + 40 * DAY)


def test_they_are_read_as_they_were_written():
    given = (STAY, HOLIDAY, FOR_GOOD)
    assert pauses_read(pauses_written(given)) == given
    assert (pauses_written(()), pauses_read(None)) == (None, ())


def test_whose_days_are_past_is_left_out():
    assert not_over((PAST, STAY, FOR_GOOD), TODAY) == (STAY, FOR_GOOD)


@pytest.mark.parametrize(
    ("given", "again", "others"),
    [
        ((), None, ()),
        ((PAST,), None, ()),
        ((HOLIDAY, STAY), STAY, (HOLIDAY,)),
        ((HOLIDAY, PAST), HOLIDAY, ()),
    ],
)
def test_the_last_that_is_not_over_holds_again(given, again, others):
    assert beneath(given, TODAY) == (again, others)


@pytest.mark.parametrize(
    ("after", "named"),
    [
        (None, (HOLIDAY, FOR_GOOD)),
        (Pause(TODAY, TODAY + 7 * DAY), (HOLIDAY, FOR_GOOD)),
        (HOLIDAY, (FOR_GOOD,)),
        (Pause(TODAY), ()),
    ],
)
def test_what_lies_ahead_of_the_pause_that_is_set_is_still_named(after, named):
    assert still_named((PAST, STAY, HOLIDAY, FOR_GOOD), after, TODAY) == named
