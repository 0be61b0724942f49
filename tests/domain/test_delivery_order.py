"""A message's status never goes back, whatever order a provider's words come in."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from hopecare.channel_profiles import shipped_profiles
from hopecare.domain.channel_profiles import segments_of
from hopecare.domain.delivery import MessageStatus
from hopecare.domain.delivery_order import LONGEST_WAIT, RANK, goes_further, wait_before_retry

WORDS = (MessageStatus.ACCEPTED, MessageStatus.SENT, MessageStatus.DELIVERED)


def test_every_status_has_its_place():
    assert set(RANK) == set(MessageStatus)


@pytest.mark.parametrize("order", list(permutations((*WORDS, *WORDS[:1]))))
def test_the_furthest_word_holds_in_any_order(order):
    status = MessageStatus.SENDING
    for word in order:
        status = word if goes_further(status, word) else status
    assert status is MessageStatus.DELIVERED


def test_waits_grow_and_end():
    waits = [wait_before_retry(attempt, jitter=0.5) for attempt in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0] < timedelta(minutes=1)
    assert waits[-1] <= LONGEST_WAIT * 1.5


@pytest.mark.parametrize(
    ("profile", "body", "parts"),
    [
        ("kr-twilio", "가" * 61, 1),
        ("kr-twilio", "가" * 63, 2),
        ("two-way", "a" * 160, 1),
        ("two-way", "a" * 159 + "€", 2),
        ("two-way", "é" * 160, 1),
        ("two-way", "가" * 70, 1),
        ("two-way", "가" * 71, 2),
    ],
)
def test_what_a_network_charges_is_known_before(profile, body, parts):
    assert segments_of(body, shipped_profiles()[profile]) == parts
