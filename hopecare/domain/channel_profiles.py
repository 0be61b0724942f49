"""What a town's telephone network can do: the shape of a channel profile, and its measures.

The profiles themselves are files, read by `hopecare.channel_profiles`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.channels import Channel, ReplyWay

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time

CHARSETS: Final = ("euc_kr", "unicode")
NEEDS: Final[Mapping[ReplyWay, Channel | None]] = MappingProxyType(
    {
        ReplyWay.SMS: Channel.SMS,
        ReplyWay.KEYPRESS: Channel.VOICE,
        ReplyWay.HELPER_CALL: None,
        ReplyWay.PAGE: None,
    }
)
"""Which channel a way of answering needs."""

GSM7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_TWICE: Final = frozenset("^{}\\[~]|€")
"""Characters of the short alphabet that take two places."""


class Answerable(StrEnum):
    """What asks for an answer."""

    CHECK_IN = "check_in"
    OFFER = "offer"
    ALERT = "alert"
    LOOK_IN = "look_in"
    """A helper or keyholder is asked to look in; where a file does not say, as a check-in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one part of a text, or one begun minute of a call, costs."""

    micros: int
    """Millionths of the currency's unit."""
    currency: str
    source: str
    """Where it was read; empty where the town has set it."""
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderRate:
    """How fast the sender may be used; what comes faster waits, or is refused."""

    segments_per_second: int
    """Each part of a long text counts."""
    calls_per_second: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelProfile:
    """One network: how answers return, what a text may carry, when nobody is disturbed."""

    name: str
    channels: tuple[Channel, ...]
    answers: Mapping[Answerable, tuple[ReplyWay, ...]]
    """How an answer to each thing returns, the first way first."""
    links_allowed: bool
    quiet_from: time
    quiet_until: time
    charset: str
    """One of `CHARSETS`."""
    prefix: str
    network_prefix_length: int
    """What the network itself puts in front of every text."""
    rate: SenderRate
    text_price: Price | None = None
    """Of one part of a text; None where the town sets it."""
    call_price: Price | None = None
    """Of one begun minute of a call; None where the town sets it."""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """Who writes, in languages in which it is said otherwise than in `prefix`."""

    def prefix_in(self, language: str) -> str:
        """Who writes, as a reader of this language knows them."""
        return self.prefixes.get(language, self.prefix)

    @property
    def resident_reply_way(self) -> ReplyWay:
        """How a resident's answer to a check-in returns first."""
        return self.answers[Answerable.CHECK_IN][0]

    @property
    def volunteer_reply_way(self) -> ReplyWay:
        """How a volunteer's answer to an offer returns first."""
        return self.answers[Answerable.OFFER][0]


def asking_channels(profile: ChannelProfile) -> tuple[Channel, ...]:
    """Give the ways to ask from which an answer can come back on this network."""
    by_text = profile.resident_reply_way is ReplyWay.SMS or profile.links_allowed
    return tuple(each for each in profile.channels if each is Channel.VOICE or by_text)


def first_channel(profile: ChannelProfile) -> Channel | None:
    """Give the way that is asked by where nobody wished for another; None where there is none."""
    ways = asking_channels(profile)
    by_key = profile.resident_reply_way is ReplyWay.KEYPRESS
    usual = Channel.VOICE if by_key else Channel.SMS
    return usual if usual in ways else next(iter(ways), None)


def segments_of(body: str, profile: ChannelProfile) -> int:
    """How many texts the network makes of this one, and charges for."""
    if profile.charset == "unicode" and all(sign in GSM7 | GSM7_TWICE for sign in body):
        length = sum(2 if sign in GSM7_TWICE else 1 for sign in body)
        return _parts(length, alone=160, joined=153)
    length = len(body.encode("utf-16-le")) // 2 + profile.network_prefix_length
    return _parts(length, alone=70, joined=67)


def _parts(length: int, *, alone: int, joined: int) -> int:
    """One part if it fits alone, otherwise as many joined ones as it needs."""
    return 1 if length <= alone else -(-length // joined)
