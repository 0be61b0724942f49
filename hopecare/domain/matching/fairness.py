"""How evenly askings and tasks are spread over volunteers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def gini(numbers: Sequence[int]) -> float:
    """Say how unevenly something is spread: 0 where all have the same, near 1 where one has all."""
    total = sum(numbers)
    if not total:
        return 0.0
    ordered = sorted(numbers)
    weighted = sum(place * number for place, number in enumerate(ordered, start=1))
    count = len(ordered)
    return 2 * weighted / (count * total) - (count + 1) / count


def spread(numbers: Sequence[int], *, most: int) -> list[int]:
    """Count who has 0, 1, 2 ... of something; the last one counts `most` and more."""
    counted = [0] * (most + 1)
    for number in numbers:
        counted[min(number, most)] += 1
    return counted
