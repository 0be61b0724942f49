"""Every kind of words has its place in the line at our sender."""

from __future__ import annotations

from itertools import pairwise

import pytest

from hopecare.domain.delivery import MessageKind
from hopecare.domain.priorities import REASONS, Priority, priority_of


def test_every_kind_has_a_place_and_a_reason():
    assert set(REASONS) == set(MessageKind)
    assert all(reason for _, reason in REASONS.values())
    assert {place for place, _ in REASONS.values()} == set(Priority)


@pytest.mark.parametrize(
    "line",
    [
        (MessageKind.SIGN_IN_CODE, MessageKind.CHECK_IN, MessageKind.THANKS, MessageKind.BROADCAST),
        (MessageKind.ALERT, MessageKind.OFFER, MessageKind.ALERT_NEWS, MessageKind.DIGEST),
    ],
)
def test_what_matters_goes_first(line):
    assert all(priority_of(one) < priority_of(next_one) for one, next_one in pairwise(line))


def test_an_answer_to_a_call_for_help_goes_before_other_thanks():
    assert priority_of(MessageKind.THANKS, answers_help=True) is Priority.AT_ONCE
    assert priority_of(MessageKind.THANKS) is Priority.AFTERWARDS
