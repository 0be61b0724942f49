"""Addresses: one form to compare by, and the building without its flat."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_FLAT: Final = re.compile(
    r"(?:[,\s]*(?:지하|b|bf)?\s*\d+\s*(?:층|호)|[,\s]+(?:apt|flat|unit|room|no)\.?\s*\w+)+\s*$",
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(
    r"주식회사|유한회사|사단법인|재단법인|사회복지법인"
    r"|\b(?:inc|ltd|llc|plc|co|corp|company|limited)\b\.?",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\([^)]*\)")


def comparable_address(line: str) -> str:
    """One form for comparing: no brackets, spaces or signs, lower case; empty when nothing is."""
    folded = _BRACKETS.sub(" ", unicodedata.normalize("NFKC", line)).casefold()
    kept = (each for each in folded if each.isalnum() or each == "-")
    return "".join(kept)


def building_of(line: str) -> str:
    """The comparable address without floor and flat: who lives in the same building."""
    whole = _BRACKETS.sub(" ", unicodedata.normalize("NFKC", line)).strip()
    return comparable_address(_FLAT.sub("", whole))


def comparable_workplace(name: str) -> str:
    """A workplace's name to compare by: without the form of its company, spaces or signs."""
    whole = _BRACKETS.sub(" ", unicodedata.normalize("NFKC", name))
    return comparable_address(_COMPANY.sub(" ", whole)) or comparable_address(name)
