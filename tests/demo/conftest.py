"""A demonstration that is loaded once, on SQLite, for tests that only read."""

from __future__ import annotations

import shutil

import pytest

from hopecare.database import Database
from tests.demo_towns import CAST, CROWD, copied, loaded_once, told_by


@pytest.fixture(scope="session")
def a_copy(_sqlite_template, tmp_path_factory):
    """Make clean, migrated databases."""

    def make() -> Database:
        path = tmp_path_factory.mktemp("demo") / "demo.db"
        shutil.copyfile(_sqlite_template, path)
        return Database(f"sqlite:///{path}")

    return make


@pytest.fixture(scope="session")
def _cast(_sqlite_template, keyring):
    return loaded_once("cast", CAST, _sqlite_template)


@pytest.fixture(scope="session")
def cast_loaded(_cast, tmp_path_factory):
    """The named people and nobody else, on a day of 2026."""
    database = copied(_cast, tmp_path_factory.mktemp("cast"))
    yield database
    database.close()


@pytest.fixture(scope="session")
def progress(_cast):
    """What the load of the named people told of how far it was."""
    return told_by(_cast)


@pytest.fixture(scope="session")
def crowd_loaded(_sqlite_template, keyring, tmp_path_factory):
    """The smallest whole demonstration."""
    loaded = loaded_once("crowd", CROWD, _sqlite_template)
    database = copied(loaded, tmp_path_factory.mktemp("crowd"))
    yield database
    database.close()
