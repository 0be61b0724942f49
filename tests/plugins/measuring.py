"""What coverage counts: each line once, where the tests of it are quickest.

Counting nearly doubles the time of a test. What runs on both databases is counted on SQLite; what
tries the same lines for long, under faults or for weeks, is not counted.
"""

from __future__ import annotations

from pathlib import Path

import coverage
import pytest

UNCOUNTED = {"benchmarks", "faults", "soak"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    counting = coverage.Coverage.current()
    if counting is None or _is_counted(item):
        return (yield)
    counting.stop()
    try:
        return (yield)
    finally:
        counting.start()


def _is_counted(item: pytest.Item) -> bool:
    spec = getattr(item, "callspec", None)
    is_second_run = spec is not None and spec.params.get("database") == "postgresql"
    return not is_second_run and UNCOUNTED.isdisjoint(Path(item.path).parts)
