"""What words would cost before they are sent: parts of a text, minutes of a call, and the price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.channel_profiles import segments_of
from hopecare.domain.euc_kr import bytes_in_euc_kr

if TYPE_CHECKING:
    from hopecare.domain.channel_profiles import ChannelProfile, Price

MINUTE_S: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCost:
    """How many units are charged, and for how much."""

    units: int
    """Parts of a text, or begun minutes of a call."""
    micros: int | None
    """Millionths of the currency's unit; None where nobody has said the price."""
    currency: str | None
    euc_kr_bytes: int | None = None
    """Where the network carries EUC-KR: what a text takes; None where a character is lost."""


def cost_of(body: str, profile: ChannelProfile) -> MessageCost:
    """What one text of these words, its prefix among them, would cost."""
    in_korea = profile.charset == "euc_kr"
    return MessageCost(
        units=(units := segments_of(body, profile)),
        micros=_times(units, profile.text_price),
        currency=profile.text_price.currency if profile.text_price else None,
        euc_kr_bytes=bytes_in_euc_kr(body) if in_korea else None,
    )


def cost_of_call(seconds: int, profile: ChannelProfile) -> MessageCost:
    """What a call of so long costs: each begun minute; one that is not yet made counts for one."""
    minutes = minutes_of(seconds)
    price = profile.call_price
    return MessageCost(
        units=minutes,
        micros=_times(minutes, price),
        currency=price.currency if price else None,
    )


def minutes_of(seconds: int) -> int:
    """How many minutes of a call were begun; one at least."""
    return max(1, -(-seconds // MINUTE_S))


def _times(units: int, price: Price | None) -> int | None:
    return units * price.micros if price else None
