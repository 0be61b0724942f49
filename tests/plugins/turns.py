"""Pages take turns: in the everyday run each test of a page goes to one kind of database.

What differs between the databases lies under the pages: the tests of services, queries, jobs and
faults always run on both. Which kind a page's test gets follows from its name alone, so that a
failure comes again; of the tests of one file about half go to each. A module to which a database
could answer differently (sorting, strange bytes, whoever is first) says
`pytestmark = pytest.mark.both_databases`. Decision 41 says why.
"""

from __future__ import annotations

from zlib import crc32

import pytest

DATABASES = ("sqlite", "postgresql")
PAGES = ("tests/blueprints/", "tests/web/")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--by-turns", action="store_true", help="run each test of a page on one database only"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_databases: pages that never take turns")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("by_turns"):
        return
    left_out = [item for item in items if _is_the_others_turn(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


def _is_the_others_turn(item: pytest.Item) -> bool:
    spec = getattr(item, "callspec", None)
    kind = spec.params.get("database") if spec else None
    if kind not in DATABASES or not item.nodeid.startswith(PAGES):
        return False
    if item.get_closest_marker("both_databases"):
        return False
    turn = crc32(item.nodeid.replace(kind, "*", 1).encode()) % len(DATABASES)
    return bool(kind != DATABASES[turn])
