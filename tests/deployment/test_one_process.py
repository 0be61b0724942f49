"""`python -m hopecare`, really started: it serves, stops well and keeps its data."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys

import pytest

from hopecare.database import Database
from models import Town
from tests.deployment.test_serving import ask, asked_until, free_port, started
from tests.factories.towns import a_town

START = ("-m", "hopecare")


@pytest.fixture
def machine(tmp_path, _sqlite_template, town_scope):
    """A folder with a town in it already, so that no demonstration is loaded."""
    shutil.copyfile(_sqlite_template, tmp_path / "hopecare.db")
    database = Database(f"sqlite:///{tmp_path / 'hopecare.db'}")
    with database.writing(town_scope) as session:
        a_town(session, slug="riverside")
    database.close()
    own = {name: value for name, value in os.environ.items() if "HOPECARE" not in name}
    return {
        **own,
        "HOPECARE_DATA_DIR": str(tmp_path),
        "HOPECARE_PORT": str(free_port()),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def towns(machine, scope):
    database = Database(f"sqlite:///{machine['HOPECARE_DATA_DIR']}/hopecare.db")
    with database.reading(scope) as session:
        slugs = [town.slug for town in session.query(Town)]
    database.close()
    return slugs


def test_a_second_start_serves_the_same_town_and_says_where(machine, tmp_path, town_scope):
    log = tmp_path / "log"
    keys = None
    for _ in range(2):
        with started(START, machine, log):
            page = asked_until(machine, "/sign-in", 200)[2].decode()
            assert asked_until(machine, "/health", 200)
        assert "남양주시" in page
        said = log.read_text()
        assert f"HopeCare is at http://127.0.0.1:{machine['HOPECARE_PORT']}" in said
        assert "Loading" not in said
        assert towns(machine, town_scope) == ["riverside"]
        assert keys in (None, (tmp_path / "keys.json").read_text())
        keys = (tmp_path / "keys.json").read_text()


def test_settings_that_are_wrong_are_named_before_anything_starts(machine, tmp_path):
    wrong = {**machine, "HOPECARE_PORT": "many"}
    with (
        pytest.raises(AssertionError, match="PORT"),
        started(START, wrong, tmp_path / "log") as process,
    ):
        assert process.wait(60) == 2
    assert ask(machine, "/sign-in") is None


def test_a_port_that_is_taken_is_said_and_nothing_else(machine, tmp_path):
    with socket.create_server(("127.0.0.1", int(machine["HOPECARE_PORT"]))):
        said = subprocess.run(
            [sys.executable, *START],
            env=machine,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert said.returncode == 1
    assert said.stdout == ""
    assert "Something else listens on port" in said.stderr
