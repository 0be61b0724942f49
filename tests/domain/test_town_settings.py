"""Which dated value holds on a day, here; and what a value may be."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.town_settings import (
    QUIET_HOURS,
    SETTINGS,
    DatedValue,
    entry_that_holds,
    faults_of,
    value_with,
)

EAST, WEST = UUID(int=1), UUID(int=2)
ASKING = SETTINGS["offers.soon"]
GOOD = {"asked_at_once": 5, "answer_within_minutes": 120, "waits_for_morning": True}


def entry(number, day, centre_id=None, *, gives_up=False):
    return DatedValue(
        id=UUID(int=100 + number),
        from_on=date(2026, 11, day),
        value={} if gives_up else {"asked_at_once": number},
        centre_id=centre_id,
    )


ENTRIES = [
    entry(1, 1),
    entry(2, 10),
    entry(3, 10),
    entry(4, 5, EAST),
    entry(5, 20),
    entry(6, 20, EAST, gives_up=True),
    entry(7, 25, gives_up=True),
]


@pytest.mark.parametrize(
    ("day", "centre_id", "number"),
    [
        pytest.param(1, None, 1, id="from its first day on"),
        pytest.param(9, None, 1, id="until the day before the next"),
        pytest.param(10, None, 3, id="of one day the last written"),
        pytest.param(9, EAST, 4, id="the centre's own before the town's"),
        pytest.param(4, EAST, 1, id="the town's until the centre's own begins"),
        pytest.param(9, WEST, 1, id="another centre's is not ours"),
        pytest.param(19, EAST, 4, id="a newer one of the town does not end a centre's own"),
        pytest.param(20, EAST, 5, id="a centre that gives its own up follows the town"),
    ],
)
def test_which_entry_holds(day, centre_id, number):
    found = entry_that_holds(ENTRIES, on=date(2026, 11, day), centre_id=centre_id)
    assert found is not None
    assert found.value == {"asked_at_once": number}


def test_before_the_first_and_after_giving_up_it_is_as_shipped():
    assert entry_that_holds(ENTRIES, on=date(2026, 10, 31)) is None
    given_up = entry_that_holds(ENTRIES, on=date(2026, 11, 25))
    assert value_with(ASKING, GOOD, given_up) == GOOD
    assert value_with(ASKING, GOOD, None) == GOOD


def test_an_own_value_leaves_the_other_parts_as_shipped():
    value = value_with(ASKING, GOOD | {"more": 1}, ENTRIES[0])
    assert value == GOOD | {"asked_at_once": 1}


@given(st.permutations(ENTRIES), st.dates(date(2026, 10, 1), date(2026, 12, 31)))
def test_the_order_of_reading_never_matters(entries, day):
    for centre_id in (None, EAST):
        assert entry_that_holds(entries, on=day, centre_id=centre_id) == entry_that_holds(
            ENTRIES, on=day, centre_id=centre_id
        )


@pytest.mark.parametrize(
    ("wrong", "faults"),
    [
        ({}, {}),
        ({"asked_at_once": 0}, {"asked_at_once": ["out_of_range"]}),
        ({"asked_at_once": 51}, {"asked_at_once": ["out_of_range"]}),
        ({"asked_at_once": "5"}, {"asked_at_once": ["not_a_number"]}),
        ({"asked_at_once": True}, {"asked_at_once": ["not_a_number"]}),
        ({"waits_for_morning": None}, {"waits_for_morning": ["not_a_choice"]}),
        ({"colour": "blue"}, {"colour": ["unknown"]}),
    ],
)
def test_what_is_wrong_with_a_value_is_told_by_its_part(wrong, faults):
    assert faults_of(ASKING, GOOD | wrong) == faults


@pytest.mark.parametrize("hour", ["24:00", "9:00", "09:00:30", "nine", "", None, 9])
def test_an_hour_that_no_clock_shows_is_refused(hour):
    value = {"from": hour, "until": "08:00"}
    assert faults_of(SETTINGS[QUIET_HOURS], value) == {"from": ["not_a_time"]}
