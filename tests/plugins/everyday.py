"""What the everyday run (`make test`) leaves to the whole one (`make whole`).

**Turns.** Each test of a page, a verb, a job, a command or a journey goes to one kind of database.
What asks a database lies in the queries, whose tests always run on both, as do faults and
migrations. A module to which a database could answer differently (sorting, strange bytes, whoever
is first, what a constraint refuses) says `pytestmark = pytest.mark.both_databases`.

**Sweeps.** A test that tries a law on very many cases says `@pytest.mark.sweep(one_in=4)`: of its
cases every fourth is tried, and at least one; with `each="text"` that holds of the cases with the
same `text`, so that every one of them is still tried. A test that goes through many cases by itself
asks for `everyday` and leaves out by `some_of`.

Which database and which cases follows from their names alone, so that a failure comes again, and
whoever runs a file by hand gets everything. Decisions 41 and 44 say why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import ceil
from typing import TypeVar
from zlib import crc32

import pytest

DATABASES = ("sqlite", "postgresql")
TURNING = (
    "tests/blueprints/",
    "tests/web/",
    "tests/services/",
    "tests/jobs/",
    "tests/commands/",
    "tests/journeys/",
)
Named = TypeVar("Named")


def pytest_addoption(parser: pytest.Parser) -> None:
    said = "one database a test where both answer alike, and some cases of each sweep"
    parser.addoption("--everyday", action="store_true", help=said)


def pytest_configure(config: pytest.Config) -> None:
    markers = (
        "both_databases: never takes turns between the databases",
        "sweep(one_in, each=None): one case in so many everyday; of those alike in a parameter",
    )
    for marker in markers:
        config.addinivalue_line("markers", marker)


@pytest.fixture(scope="session")
def everyday(pytestconfig: pytest.Config) -> bool:
    """Whether this run leaves out what the whole run does."""
    return bool(pytestconfig.getoption("everyday"))


def some_of(cases: Iterable[Named], *, one_in: int) -> list[Named]:
    """One case in so many, and at least one; the same each time, by their names."""
    listed = sorted(cases, key=lambda case: crc32(str(case).encode()))
    return listed[: ceil(len(listed) / one_in)]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("everyday"):
        return
    left = {item for item in items if _is_the_others_turn(item)} | set(_beyond_the_sample(items))
    if left:
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]


def _kind_of(item: pytest.Item) -> str | None:
    spec = getattr(item, "callspec", None)
    kind = spec.params.get("database") if spec else None
    return kind if kind in DATABASES else None


def _case_of(item: pytest.Item) -> str:
    """The name of the test and its case, whichever the database."""
    kind = _kind_of(item)
    return item.nodeid.replace(kind, "*", 1) if kind else item.nodeid


def _is_the_others_turn(item: pytest.Item) -> bool:
    kind = _kind_of(item)
    if kind is None or not item.nodeid.startswith(TURNING):
        return False
    if item.get_closest_marker("both_databases"):
        return False
    return kind != DATABASES[crc32(_case_of(item).encode()) % len(DATABASES)]


def _beyond_the_sample(items: Iterable[pytest.Item]) -> Iterable[pytest.Item]:
    cases: dict[tuple[str, str], dict[str, list[pytest.Item]]] = defaultdict(dict)
    one_in: dict[tuple[str, str], int] = {}
    for item in items:
        if mark := item.get_closest_marker("sweep"):
            group = (item.nodeid.split("[", 1)[0], _alike(item, mark.kwargs.get("each")))
            cases[group].setdefault(_case_of(item), []).append(item)
            one_in[group] = mark.kwargs["one_in"]
    for group, found in cases.items():
        tried = set(some_of(found, one_in=one_in[group]))
        yield from (item for case, those in found.items() if case not in tried for item in those)


def _alike(item: pytest.Item, each: str | None) -> str:
    spec = getattr(item, "callspec", None)
    return str(spec.params[each]) if spec and each else ""
