"""A demonstration that is loaded once, on SQLite, for tests that only read."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from hopecare.database import Database
from hopecare.demo.load import Wish, load_demo, moment_on

PROGRESS: list[float] = []
"""What the first load told of how far it was."""
LOADED_ON = date(2026, 11, 23)
"""A Monday."""
NOW = moment_on(LOADED_ON)


@pytest.fixture(scope="session")
def a_copy(_sqlite_template, tmp_path_factory):
    """Make clean, migrated databases."""

    def make() -> Database:
        path = tmp_path_factory.mktemp("demo") / "demo.db"
        shutil.copyfile(_sqlite_template, path)
        return Database(f"sqlite:///{path}")

    return make


@pytest.fixture(scope="session")
def cast_loaded(a_copy):
    """The named people and nobody else, on a day of 2026."""
    database = a_copy()
    told: list[float] = []
    wish = Wish(now=moment_on(LOADED_ON), is_named_only=True)
    load_demo(database, wish, progress=told.append)
    PROGRESS[:] = told
    yield database
    database.close()


@pytest.fixture(scope="session")
def crowd_loaded(a_copy):
    """The smallest whole demonstration."""
    database = a_copy()
    load_demo(database, Wish(now=moment_on(LOADED_ON), scale=0))
    yield database
    database.close()
