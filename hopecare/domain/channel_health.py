"""Whether a channel of a town still carries words: counts of the last minutes in, a verdict out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.channels import Channel

if TYPE_CHECKING:
    from datetime import datetime, timedelta

_PREFIX: Final = "channel_failing"


class ChannelHealth(StrEnum):
    """How a channel stands."""

    WORKS = "works"
    NOT_KNOWN = "not_known"
    """Too little has left lately to say."""
    REFUSED = "refused"
    """The network refuses our account or our number."""
    LOSES_WORDS = "loses_words"
    """More is lost than is ordinary."""
    NO_RECEIPTS = "no_receipts"
    """Words leave, and nobody hears what became of them."""


FAILING: Final = frozenset(
    {ChannelHealth.REFUSED, ChannelHealth.LOSES_WORDS, ChannelHealth.NO_RECEIPTS}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLimit:
    """From where on a channel counts as failing."""

    window: timedelta
    least: int
    failing_percent: int
    receipt_within: timedelta
    refusals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCounts:
    """What became of the words of the last minutes."""

    arrived: int = 0
    lost: int = 0
    refused: int = 0
    """By the network, because of our account or number; not counted as lost."""
    on_the_way: int = 0
    """The network has said something since it took them."""
    unheard_of: int = 0
    """Taken long enough ago, and not a word since."""


def health_of(counts: ChannelCounts, limit: ChannelLimit) -> ChannelHealth:
    """Judge, the surest sign first."""
    if counts.refused >= limit.refusals:
        return ChannelHealth.REFUSED
    settled = counts.arrived + counts.lost
    if settled >= limit.least and counts.lost * 100 > settled * limit.failing_percent:
        return ChannelHealth.LOSES_WORDS
    heard = settled + counts.on_the_way
    if counts.unheard_of >= limit.least and heard == 0:
        return ChannelHealth.NO_RECEIPTS
    return ChannelHealth.WORKS if counts.arrived else ChannelHealth.NOT_KNOWN


def other_than(channel: Channel) -> Channel:
    """The way on which a failing channel is told of."""
    return Channel.VOICE if channel is Channel.SMS else Channel.SMS


def failing_key(channel: Channel, at: datetime) -> str:
    """Name one failure of one channel, from when it was seen."""
    return f"{failing_prefix(channel)}{at.isoformat()}"


def failing_prefix(channel: Channel) -> str:
    """How the name of each failure of this channel begins."""
    return f"{_PREFIX}:{channel.value}:"


def failing_channel(key: str) -> Channel | None:
    """Say which channel a failure is about, by its name."""
    return next((each for each in Channel if key.startswith(failing_prefix(each))), None)
