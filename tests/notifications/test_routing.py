"""Which network carries what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from uuid_utils.compat import uuid7

from notifications.memory_sms import MemoryNetwork
from notifications.port import Answer, Parcel
from notifications.routing import HomeFirst

PARCEL = Parcel(
    message_id=uuid7(),
    attempt=1,
    to="+821023456789",
    body="안녕하세요",
    language="ko",
    valid_for=timedelta(hours=1),
)


def test_words_of_an_invented_town_never_reach_the_real_network():
    abroad, home = MemoryNetwork(), MemoryNetwork()

    result = HomeFirst(abroad, home).send(replace(PARCEL, stays_here=True))

    assert result.answer is Answer.TAKEN
    assert (len(abroad.sent), len(home.sent)) == (0, 1)


def test_words_of_a_real_town_go_out():
    abroad, home = MemoryNetwork(), MemoryNetwork()

    HomeFirst(abroad, home).send(PARCEL)

    assert (len(abroad.sent), len(home.sent)) == (1, 0)
