"""What both sides of the comparison share: how much, how often, and how time is taken."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

HOUSEHOLDS: Final = 1_000_000
PARTS: Final = (16_384, 100_000)
"""OpenFisca is given the households in parts of these sizes and all at once; its fastest counts."""
RAISED_BY: Final = 1.1


def best(function: Callable[[], object], times: int = 5) -> float:
    """Give the fewest CPU seconds that it took."""
    return min(_seconds(function) for _ in range(times))


def _seconds(function: Callable[[], object]) -> float:
    began = time.process_time()
    function()
    return time.process_time() - began
