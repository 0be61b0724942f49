"""The same kind of help on the same day of the week, from two: seen, until somebody settled it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.asking import WEEKDAYS
from hopecare.domain.double_help import RegularHelp, Settled, double_helps
from hopecare.domain.needs import NeedKind

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def once(number, day, *, kind=NeedKind.SIDE_DISHES):
    """A need of ours for one day."""
    return RegularHelp(
        row_id=UUID(int=number),
        kind=kind,
        weekdays=frozenset({WEEKDAYS[day.weekday()]}),
        from_on=day,
        until_on=day,
        is_ours=True,
        is_once=True,
    )


def comes(number, *days, kind=NeedKind.SIDE_DISHES, from_on=TODAY, until_on=None, ours=False):
    return RegularHelp(
        row_id=UUID(int=number),
        kind=kind,
        weekdays=frozenset(days),
        from_on=from_on,
        until_on=until_on,
        is_ours=ours,
    )


OURS = comes(9, "tue", "thu", ours=True)
PARISH = comes(1, "tue", "sat")


def test_ours_and_a_parish_bring_the_same_on_tuesday():
    (double,) = double_helps([PARISH, OURS], TODAY)
    assert (double.one, double.other, double.weekdays) == (OURS, PARISH, ("tue",))


@pytest.mark.parametrize(
    "other",
    [
        comes(1, "sat"),
        comes(1, "tue", kind=NeedKind.LIFT),
        comes(1, "tue", until_on=TODAY - DAY),
        comes(1),
    ],
    ids=["another day", "another kind", "over since yesterday", "no days"],
)
def test_what_does_not_meet_is_not_seen(other):
    assert double_helps([OURS, other], TODAY) == ()


def test_what_ends_today_still_comes_today():
    assert double_helps([OURS, comes(1, "tue", until_on=TODAY)], TODAY)


def test_one_that_ends_before_the_other_begins_is_no_double():
    later = comes(2, "tue", from_on=TODAY + 8 * DAY)
    assert double_helps([comes(1, "tue", until_on=TODAY + 7 * DAY), later], TODAY) == ()


def test_what_begins_later_is_seen_beforehand():
    assert double_helps([OURS, comes(1, "tue", from_on=TODAY + 30 * DAY)], TODAY)


def test_three_that_bring_the_same_are_three_pairs():
    assert len(double_helps([OURS, PARISH, comes(2, "tue")], TODAY)) == 3


def test_what_we_bring_once_meets_what_a_parish_brings_every_week_on_that_day():
    (double,) = double_helps([PARISH, once(9, TODAY + DAY)], TODAY)
    assert (double.weekdays, double.day) == (("tue",), TODAY + DAY)
    assert double_helps([PARISH, OURS], TODAY)[0].day is None


@pytest.mark.parametrize(
    "ours",
    [
        once(9, TODAY + 2 * DAY),
        once(9, TODAY + DAY, kind=NeedKind.LIFT),
        once(9, TODAY - 6 * DAY),
        once(9, TODAY + 8 * DAY),
    ],
    ids=["another day", "another kind", "a week ago", "after its last day"],
)
def test_what_we_bring_once_on_another_day_is_not_seen(ours):
    assert double_helps([comes(1, "tue", until_on=TODAY + DAY), ours], TODAY) == ()


def test_two_needs_of_one_day_are_no_double():
    there, back = once(8, TODAY, kind=NeedKind.LIFT), once(9, TODAY, kind=NeedKind.LIFT)
    assert double_helps([there, back], TODAY) == ()


def test_what_was_settled_is_left_out_in_whichever_order():
    for one, other in permutations((OURS, PARISH)):
        settled = Settled(one_id=one.row_id, other_id=other.row_id, weekdays=frozenset({"tue"}))
        assert double_helps([OURS, PARISH], TODAY, [settled]) == ()


def test_a_day_that_is_added_later_is_asked_about_anew():
    settled = Settled(one_id=OURS.row_id, other_id=PARISH.row_id, weekdays=frozenset({"tue"}))
    grown = comes(1, "tue", "thu", "sat")
    (double,) = double_helps([OURS, grown], TODAY, [settled])
    assert double.weekdays == ("thu",)


DAYS = st.frozensets(st.sampled_from(WEEKDAYS))


@given(st.lists(st.tuples(st.sampled_from([*NeedKind]), DAYS), max_size=6), st.randoms())
def test_the_order_in_which_helps_are_read_changes_nothing(parts, chance):
    helps = [
        comes(number, *days, kind=kind, ours=number % 2 == 0)
        for number, (kind, days) in enumerate(parts)
    ]
    mixed = helps.copy()
    chance.shuffle(mixed)
    found = double_helps(helps, TODAY)
    assert found == double_helps(mixed, TODAY)
    assert all(set(each.weekdays) == each.one.weekdays & each.other.weekdays for each in found)
