"""What a town's telephone network can do, as data: the two shipped profiles and their measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.channels import Channel, ReplyWay
from hopecare.errors import SettingsMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping

GSM7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_TWICE: Final = frozenset("^{}\\[~]|€")
"""Characters of the short alphabet that take two places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelProfile:
    """One network: how answers return, what a text may carry, when nobody is disturbed."""

    name: str
    channels: tuple[Channel, ...]
    resident_reply_way: ReplyWay
    volunteer_reply_way: ReplyWay
    links_allowed: bool
    quiet_from: time
    quiet_until: time
    charset: str
    """`euc_kr` or `unicode`."""
    prefix: str
    network_prefix_length: int
    """What the network itself puts in front of every text."""
    emergency_number: str


PROFILES: Final[Mapping[str, ChannelProfile]] = MappingProxyType(
    {
        "kr-twilio": ChannelProfile(
            name="kr-twilio",
            channels=(Channel.SMS, Channel.VOICE),
            resident_reply_way=ReplyWay.KEYPRESS,
            volunteer_reply_way=ReplyWay.PAGE,
            links_allowed=False,
            quiet_from=time(21, 0),
            quiet_until=time(8, 0),
            charset="euc_kr",
            prefix="[희망케어] ",
            network_prefix_length=len("[Web발신]\n"),
            emergency_number="119",
        ),
        "two-way": ChannelProfile(
            name="two-way",
            channels=(Channel.SMS, Channel.VOICE),
            resident_reply_way=ReplyWay.SMS,
            volunteer_reply_way=ReplyWay.SMS,
            links_allowed=False,
            quiet_from=time(21, 0),
            quiet_until=time(8, 0),
            charset="unicode",
            prefix="HopeCare: ",
            network_prefix_length=0,
            emergency_number="112",
        ),
    }
)


def profile_named(name: str) -> ChannelProfile:
    """The profile of this name, or a refusal that names it."""
    if name not in PROFILES:
        raise SettingsMissingError(channel_profile=name)
    return PROFILES[name]


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
