"""Which signs a telephone network carries, and where in a text one stands that it cannot carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hopecare.domain.euc_kr import fits_euc_kr

LONGEST_BODY: Final = 1600
"""More signs than this no network of ours takes as one message."""
MOST_PARTS: Final = 3
"""A text of ours fills three parts at most: a longer one is read by few, and costs as it grows."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """One sign that cannot be carried, and at which place of the text it stands."""

    place: int
    """Counted from one, as people count."""
    sign: str


def fits(sign: str, charset: str) -> bool:
    """Say whether a telephone on this network shows this sign."""
    return charset != "euc_kr" or fits_euc_kr(sign)


def unfit_signs(body: str, charset: str) -> list[Unfit]:
    """Give every sign the network cannot carry, with its place."""
    signs = enumerate(body, start=1)
    return [Unfit(place, sign) for place, sign in signs if not fits(sign, charset)]


def bytes_of(body: str, charset: str) -> int | None:
    """Count the bytes of a text in the network's own charset; None where it counts otherwise."""
    if charset != "euc_kr":
        return None
    return sum(len(sign.encode("euc_kr", "replace")) for sign in body if fits(sign, charset))
