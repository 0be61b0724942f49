"""Take out of free words what a recipient is not told: known values, and what looks like them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

MARK: Final = "[—]"
"""Stands where something was taken out, so that it is seen."""
_NUMBER: Final = re.compile(
    r"(?<!\d)\+?\d(?:[\s().-]?\d){8,14}(?!\d)"
    r"|(?<![\d-])(?!(?:19|20)\d\d-(?:19|20)\d\d)\d{3,4}-\d{4}(?![\d-])"
)
"""Nine digits or more with or without gaps: a telephone, or an identity number; and a telephone
of the same town, without its area, which is no stretch of years."""
_GAP: Final = re.compile(r"[\s,.-]+")
_KOREAN_NAME: Final = re.compile(r"[가-힣]{3,5}")
_SHORTEST: Final = 2


def without(text: str, secrets: Iterable[str], *, numbers: bool = True) -> str:
    """Give the words with every secret replaced, however it is spaced; long numbers too."""
    for secret in sorted({each.strip() for each in secrets}, key=len, reverse=True):
        if len(_GAP.sub("", secret)) >= _SHORTEST:
            text = _pattern(secret).sub(MARK, text)
    return _NUMBER.sub(MARK, text) if numbers else text


def writings_of_name(name: str) -> tuple[str, ...]:
    """Give a name as it is called: a Korean one without its family name of one sign or two, too."""
    if not _KOREAN_NAME.fullmatch(name):
        return (name,)
    return (name, *(name[signs:] for signs in (1, 2) if len(name) - signs >= _SHORTEST))


def writings_of_address(address: str) -> tuple[str, ...]:
    """Give the address and each part that leads to the door: words beside a number, as they follow.

    A number alone is none, and neither is what a whole town shares.
    """
    words = [word for word in _GAP.split(address) if word]
    runs = (
        words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1)
    )
    return (address, *(" ".join(run) for run in runs if _leads_to_door(run)))


def _leads_to_door(run: list[str]) -> bool:
    is_numbered = any(sign.isdigit() for word in (run[0], run[-1]) for sign in word)
    return is_numbered and any(sign.isalpha() for word in run for sign in word)


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
    """Match it in whichever case, with any gap or none where it has one."""
    joined = r"[\s,.-]*".join(re.escape(part) for part in _GAP.split(secret))
    if secret[0].isdigit():
        joined = r"(?<!\d)" + joined
    if secret[-1].isdigit():
        joined += r"(?!\d)"
    return re.compile(joined, re.IGNORECASE)
