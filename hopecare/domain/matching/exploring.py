"""Whom a wave asks to learn from: one place in twenty goes to somebody further down its list.

A model that only ever sees whom it put first never learns that it was wrong about the others.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

EXPLORED: Final = 0.05
"""The share of places."""
_PARTS: Final = 1 << 32
Asked = TypeVar("Asked")


def explored(
    chosen: Sequence[Asked], in_order: Sequence[Asked], *, seed: str
) -> tuple[list[Asked], int]:
    """Give whom to ask, and how many of them stand in for a better placed; the same each time."""
    asked, others = list(chosen), [each for each in in_order if each not in set(chosen)]
    swapped = 0
    for place in range(len(asked)):
        draw, pick = _drawn(f"{seed}:{place}")
        if others and draw < EXPLORED * _PARTS:
            asked[place] = others.pop(pick % len(others))
            swapped += 1
    return asked, swapped


def _drawn(seed: str) -> tuple[int, int]:
    """Two numbers that nobody can foresee and everybody can check."""
    digest = blake2b(seed.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4]), int.from_bytes(digest[4:])
