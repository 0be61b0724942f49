"""When somebody is told of a month's money, and what may wait for it."""

from __future__ import annotations

from datetime import date

import pytest

from hopecare.domain.cost_cap import (
    NEVER_HELD,
    CapMark,
    cap_key,
    cap_mark,
    mark_reached,
    may_be_held,
)
from hopecare.domain.delivery import MessageKind


@pytest.mark.parametrize(
    ("spent", "cap", "mark"),
    [
        (0, 0, None),
        (10, 0, None),
        (79, 100, None),
        (80, 100, CapMark.NEAR),
        (99, 100, CapMark.NEAR),
        (100, 100, CapMark.REACHED),
        (250, 100, CapMark.REACHED),
        (4, 5, CapMark.NEAR),
    ],
)
def test_the_highest_mark_that_was_reached_counts(spent, cap, mark):
    assert mark_reached(spent, cap) is mark


def test_a_mark_of_a_month_has_a_name_of_its_own():
    march, april = date(2026, 3, 31), date(2026, 4, 1)
    keys = [cap_key(month, 10, mark) for month in (march, april) for mark in CapMark]
    assert len(set(keys)) == 4
    assert [cap_mark(key) for key in keys] == [*CapMark, *CapMark]
    assert cap_mark("channel:sms:2026-03-31") is None
    assert cap_key(date(2026, 3, 1), 10, CapMark.NEAR) == cap_key(march, 10, CapMark.NEAR)
    assert cap_key(march, 20, CapMark.NEAR) != cap_key(march, 10, CapMark.NEAR), "another cap"


@pytest.mark.parametrize(
    "kind",
    [
        MessageKind.CHECK_IN,
        MessageKind.CHECK_IN_REPEAT,
        MessageKind.ALERT,
        MessageKind.ALL_CLEAR,
        MessageKind.OFFER,
        MessageKind.THANKS,
        MessageKind.SIGN_IN_CODE,
    ],
)
def test_what_keeps_people_safe_is_never_held(kind):
    assert not may_be_held(kind, is_about_check_in=False)
    assert NEVER_HELD[kind]


TO_STAFF_KINDS = {
    MessageKind.ALERT,
    MessageKind.ALERT_NEWS,
    MessageKind.ALL_CLEAR,
    MessageKind.DIGEST,
}


@pytest.mark.parametrize("kind", MessageKind)
def test_only_notices_and_words_to_many_wait_and_never_what_staff_act_by(kind):
    waits = may_be_held(kind, is_about_check_in=False)
    assert waits is (kind in {MessageKind.NOTICE, MessageKind.BROADCAST})
    assert not (waits and kind in TO_STAFF_KINDS)
    assert waits is not bool(NEVER_HELD.get(kind))


def test_a_notice_may_wait_unless_it_is_about_a_check_in():
    assert may_be_held(MessageKind.NOTICE, is_about_check_in=False)
    assert not may_be_held(MessageKind.NOTICE, is_about_check_in=True)
