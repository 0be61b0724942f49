"""When texts or calls count as failing, and when they work again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.channel_health import (
    ChannelCounts,
    ChannelHealth,
    ChannelLimit,
    failing_channel,
    failing_key,
    health_of,
    other_than,
)
from hopecare.domain.channels import Channel
from hopecare.errors import SettingsMissingError
from hopecare.reading.policies import read_channel_limits, shipped_channel_limits
from hopecare.town_values import policy_text
from tests.factories.towns import NOW

LIMIT = ChannelLimit(
    window=timedelta(minutes=30),
    least=5,
    failing_percent=40,
    receipt_within=timedelta(minutes=15),
    refusals=2,
)


@pytest.mark.parametrize(
    ("counts", "health"),
    [
        (ChannelCounts(), ChannelHealth.NOT_KNOWN),
        (ChannelCounts(arrived=1), ChannelHealth.WORKS),
        (ChannelCounts(lost=4), ChannelHealth.NOT_KNOWN),
        (ChannelCounts(lost=5), ChannelHealth.LOSES_WORDS),
        (ChannelCounts(arrived=3, lost=2), ChannelHealth.WORKS),
        (ChannelCounts(arrived=5, lost=4), ChannelHealth.LOSES_WORDS),
        (ChannelCounts(arrived=90, refused=1), ChannelHealth.WORKS),
        (ChannelCounts(arrived=90, refused=2), ChannelHealth.REFUSED),
        (ChannelCounts(unheard_of=4), ChannelHealth.NOT_KNOWN),
        (ChannelCounts(unheard_of=5), ChannelHealth.NO_RECEIPTS),
        (ChannelCounts(unheard_of=50, on_the_way=1), ChannelHealth.NOT_KNOWN),
        (ChannelCounts(unheard_of=50, arrived=1), ChannelHealth.WORKS),
    ],
)
def test_the_last_minutes_say_how_a_channel_stands(counts, health):
    assert health_of(counts, LIMIT) is health


@pytest.mark.parametrize("channel", Channel)
def test_a_failure_is_told_by_the_other_way_and_named_by_its_channel(channel):
    assert other_than(channel) is not channel
    assert failing_channel(failing_key(channel, NOW)) is channel
    assert failing_channel("silence:1") is None


def test_every_channel_has_its_limits_and_none_may_be_missing():
    assert set(shipped_channel_limits()) == set(Channel)
    with pytest.raises(SettingsMissingError):
        read_channel_limits(policy_text("channels").replace("refusals = 2", "", 1))
