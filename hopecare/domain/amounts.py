"""Amounts as people write them: `20000000`, `20,000,000`, `2,000만`, `2천만`, `1억 2천만`.

Read here and nowhere else. What could be read two ways is not read at all.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

LONGEST: Final = 60
FEWEST_LEFT: Final = 3
"""After a unit stand at least so many bare digits: "1만2" may mean 12,000."""

_DIGITS: Final = str.maketrans("영공일이삼사오육칠팔구", "00123456789")
_SMALL: Final = {"천": 3, "백": 2, "십": 1}
_LARGE: Final = {"조": 12, "억": 8, "m": 6, "만": 4, "k": 3}
_MONEY: Final = re.compile(r"^(?:krw|usd|gbp|eur|[₩£$€])\s*|\s*(?:krw|usd|gbp|eur|won|원|[₩£$€])$")
_CURRENCY: Final = re.compile(r"krw|usd|gbp|eur|won|원|[₩£€$]")
_NAMED: Final = {"won": "krw", "원": "krw", "₩": "krw", "£": "gbp", "€": "eur"}
_WITHOUT_DOLLARS: Final = frozenset({"krw", "gbp", "eur"})
_TOKEN: Final = re.compile(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|[조억만천백십mk]")


def read_amount(text: str) -> Decimal | None:
    """Read an amount of money; None where it cannot be read, or not in one way only."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if len(plain) > LONGEST:
        return None
    return read_count(_MONEY.sub("", plain))


def is_other_money(text: str, currency: str) -> bool:
    """Say whether an amount names another currency than this one: 12 dollars are not 12 won."""
    own = currency.lower()
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    said = {_NAMED.get(word, word) for word in _CURRENCY.findall(plain)}
    if own in _WITHOUT_DOLLARS and "$" in said:
        return True
    return bool(said - {own, "$"})


def read_count(text: str) -> Decimal | None:
    """Read a bare number with the units it is counted in."""
    bare = text.strip().translate(_DIGITS)
    sign = -1 if bare.startswith("-") else 1
    tokens = _tokens(bare.removeprefix("-"))
    if not tokens or not _is_plain(tokens):
        return None
    reading = _Reading()
    return sign * reading.total() if all(reading.take(token) for token in tokens) else None


def _tokens(bare: str) -> list[str]:
    """Split into numbers and units; nothing where something else stands between them."""
    found: list[str] = []
    place = 0
    while place < len(bare):
        token = _TOKEN.match(bare, place)
        if token is None:
            return []
        found.append(token[0])
        place = token.end()
        while place < len(bare) and bare[place] == " ":
            place += 1
    return found


def _is_plain(tokens: list[str]) -> bool:
    """Tell whether a bare number after a unit is long enough to be read one way only."""
    last = tokens[-1]
    return len(tokens) == 1 or not last[0].isdigit() or len(last.partition(".")[0]) >= FEWEST_LEFT


@dataclass(slots=True)
class _Reading:
    """What was read so far: whole sections, the section at hand, the number before its unit."""

    sections: Decimal = Decimal(0)
    section: Decimal = Decimal(0)
    number: Decimal | None = None
    last_large: int = 99
    last_small: int = 99

    def take(self, token: str) -> bool:
        """Take one token; false where it cannot stand here."""
        if token in _SMALL:
            return self._small(_SMALL[token])
        if token in _LARGE:
            return self._large(_LARGE[token])
        if self.number is not None:
            return False
        self.number = Decimal(re.sub("[, ]", "", token))
        return True

    def total(self) -> Decimal:
        """Give what all of it comes to."""
        return self.sections + self.section + (self.number or 0)

    def _small(self, power: int) -> bool:
        if power >= self.last_small:
            return False
        self.section += (1 if self.number is None else self.number) * 10**power
        self.number, self.last_small = None, power
        return True

    def _large(self, power: int) -> bool:
        if power >= self.last_large:
            return False
        is_bare = self.number is None and not self.section
        self.sections += (Decimal(1) if is_bare else self.section + (self.number or 0)) * 10**power
        self.section, self.number = Decimal(0), None
        self.last_large, self.last_small = power, 99
        return True
