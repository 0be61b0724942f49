"""The characters a telephone in Korea shows."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 2


def fits_euc_kr(character: str) -> bool:
    """Whether a phone in Korea shows it: two bytes at most, since Python spells rarer ones out."""
    try:
        return len(character.encode("euc_kr")) <= LONGEST
    except UnicodeEncodeError:
        return False


def all_fit_euc_kr(body: str) -> bool:
    """Whether every character fits: then none is two bytes longer than it should be."""
    try:
        length = len(body.encode("euc_kr"))
    except UnicodeEncodeError:
        return False
    plain = len(body.encode("ascii", "ignore"))
    return length == plain + LONGEST * (len(body) - plain)


def bytes_in_euc_kr(body: str) -> int | None:
    """How many bytes the words take in Korea; None where a character of them cannot be shown."""
    return len(body.encode("euc_kr")) if all_fit_euc_kr(body) else None
