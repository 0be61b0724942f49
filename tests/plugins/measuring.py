"""What coverage counts: each test once. What runs on both databases is counted on SQLite.

Counting lines nearly doubles the time of a test, and its second run walks the same lines.
"""

from __future__ import annotations

import coverage
import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    counting = coverage.Coverage.current()
    if counting is None or not _is_second_run(item):
        return (yield)
    counting.stop()
    try:
        return (yield)
    finally:
        counting.start()


def _is_second_run(item: pytest.Item) -> bool:
    spec = getattr(item, "callspec", None)
    return spec is not None and spec.params.get("database") == "postgresql"
