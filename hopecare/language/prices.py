"""A price in words: far less than a coin for one text, a sum for many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hopecare.language.reader import Reader

MICRO: Final = 1_000_000


def price_words(micros: int | None, currency: str | None, reader: Reader) -> str:
    """Say a price kept in millionths of the currency's unit; nothing where nobody knows it."""
    if micros is None or currency is None:
        return ""
    whole = micros / MICRO
    # Less than one unit is said to the thousandths and further: one text costs no more.
    amount = reader.count(round(whole, 1)) if whole >= 1 else f"{whole:.4f}".rstrip("0")
    is_won = currency == "KRW" and reader.language == "ko"
    return f"{amount}원" if is_won else f"{amount} {currency}"
