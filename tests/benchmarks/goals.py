"""Says what a benchmark found beside its goal; nothing is asserted, for the machine may be busy."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

ROUNDS = 200


def p50_and_p95(times: list[float], goal: float) -> str:
    """Write the median and the 95th percentile, and the latter as a share of the goal."""
    middle, late = np.percentile(times, (50, 95))
    return (
        f"p50 {middle * 1000:.1f} ms, p95 {late * 1000:.1f} ms,"
        f" {late / goal:.2f} of the goal of {goal * 1000:.0f} ms"
    )


def tell(benchmark: Any, capsys: Any, goal: float) -> None:
    """Print the figures of a benchmark that was measured."""
    if benchmark.stats is not None:
        with capsys.disabled():
            sys.stdout.write(
                f"\n{benchmark.name}: {p50_and_p95(benchmark.stats.stats.data, goal)}\n"
            )
