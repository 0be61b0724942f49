"""Every status comes to one fate, and what a stop holds is what has not left."""

from __future__ import annotations

import pytest

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind, MessageStatus
from hopecare.domain.message_fates import FATE_OF, Fate
from hopecare.domain.stopped_sending import channels_stopped, is_held

ALL = frozenset(Channel)


def test_every_status_has_a_fate_and_every_fate_a_status_but_for_the_silent_ones():
    assert set(FATE_OF) == set(MessageStatus)
    assert set(FATE_OF.values()) == set(Fate) - {Fate.NO_RECEIPT}


@pytest.mark.parametrize(
    ("stops", "channels"),
    [((), set()), ((None,), ALL), ((Channel.SMS,), {Channel.SMS}), ((Channel.SMS, None), ALL)],
)
def test_a_stop_without_a_channel_is_one_of_all(stops, channels):
    assert channels_stopped(stops) == channels


@pytest.mark.parametrize(
    ("status", "kind", "channel", "stopped", "held"),
    [
        (MessageStatus.PENDING, MessageKind.ALERT, Channel.SMS, ALL, True),
        (MessageStatus.PENDING, MessageKind.ALERT, Channel.SMS, {Channel.VOICE}, False),
        (MessageStatus.PENDING, MessageKind.SIGN_IN_CODE, Channel.SMS, ALL, False),
        (MessageStatus.SENDING, MessageKind.ALERT, Channel.SMS, ALL, False),
        (MessageStatus.PENDING, MessageKind.ALERT, Channel.SMS, frozenset(), False),
    ],
)
def test_what_waits_for_a_stop_to_end(status, kind, channel, stopped, held):
    assert is_held(status, kind, channel, stopped=stopped) is held
