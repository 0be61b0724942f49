"""Take out of free words what a recipient is not told: known values, and what looks like them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

MARK: Final = "[—]"
"""Stands where something was taken out, so that it is seen."""
_NUMBER: Final = re.compile(r"(?<!\d)\+?\d(?:[\s().-]?\d){8,14}(?!\d)")
"""Nine digits or more with or without gaps: a telephone, or an identity number."""
_SHORTEST: Final = 2


def without(text: str, secrets: Iterable[str], *, numbers: bool = True) -> str:
    """Give the words with every secret replaced, however it is spaced; long numbers too."""
    for secret in sorted({each.strip() for each in secrets}, key=len, reverse=True):
        if len(secret) >= _SHORTEST:
            text = _pattern(secret).sub(MARK, text)
    return _NUMBER.sub(MARK, text) if numbers else text


def writings_of_day(day: date) -> tuple[str, ...]:
    """Give the ways a birth date is written in notes."""
    year, month, of_month = day.year, day.month, day.day
    return (
        day.isoformat(),
        f"{year}.{month:02}.{of_month:02}",
        f"{year}.{month}.{of_month}",
        f"{year}/{month:02}/{of_month:02}",
        f"{year}년 {month}월 {of_month}일",
        f"{year % 100:02}{month:02}{of_month:02}",
        f"{year}{month:02}{of_month:02}",
        day.strftime("%d %B %Y").lstrip("0"),
    )


def _pattern(secret: str) -> re.Pattern[str]:
    """Match it in whichever case, with any space or none where it has one."""
    parts = [re.escape(part) for part in secret.split()]
    joined = r"\s*".join(parts)
    if secret[0].isdigit():
        joined = r"(?<!\d)" + joined
    if secret[-1].isdigit():
        joined += r"(?!\d)"
    return re.compile(joined, re.IGNORECASE)
