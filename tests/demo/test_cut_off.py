"""The power fails between the two towns: what is there stays, and the next load brings the rest."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.commands.demo import demo, load_demo_if_empty
from hopecare.commands.edge import Edge
from hopecare.database import AllTowns
from hopecare.demo.load import Wish, is_half_loaded, load_demo, towns_loaded
from hopecare.errors import AlreadyTakenError
from models import Person, Town
from tests.demo_towns import NOW
from tests.factories.towns import a_town

ROOT = Path(__file__).parents[2]
SECRET = "the tests' invented secret"
"""The secret of the keyring in conftest.py."""
pytestmark = pytest.mark.timeout(600)


def people(database):
    with database.reading(AllTowns()) as session:
        return {
            slug: set(session.scalars(select(Person.id).where(Person.town_id == town_id)))
            for slug, town_id in session.execute(select(Town.slug, Town.id))
        }


def test_a_load_that_was_cut_off_is_completed_by_the_next_start(a_copy, capsys):
    database = a_copy()
    kill_between_the_towns(database)
    before = people(database)
    assert list(before) == ["namyangju"]

    load_demo_if_empty(database, now=NOW)
    again = CliRunner().invoke(demo, ["load"], obj=Edge(database=database, clock=SetClock(NOW)))

    after = people(database)
    assert after["namyangju"] == before["namyangju"]
    assert after["riverbend"]
    assert "Loading the demonstration" in capsys.readouterr().out
    assert (again.exit_code, "loaded already" in again.output) == (1, True)
    database.close()


def kill_between_the_towns(database):
    """Load in another process, and kill it when the first town has just come."""
    words = [sys.executable, "-m", "tests.demo.loader"]
    facts = {"SECRET": SECRET, "URL": database.url}
    loader = subprocess.Popen(words, cwd=ROOT, env={**os.environ, **facts})
    while not towns_loaded(database) and loader.poll() is None:
        time.sleep(0.02)
    loader.kill()
    loader.wait()
    assert is_half_loaded(database), "it was not killed between the towns"


def test_a_town_of_ones_own_with_that_name_is_never_taken_for_a_half(database):
    with database.writing(AllTowns()) as session:
        a_town(session, slug="riverbend").is_demonstration = False
    with pytest.raises(AlreadyTakenError):
        load_demo(database, Wish(now=NOW, is_named_only=True))
    assert list(people(database)) == ["riverbend"]


def test_a_start_beside_a_town_of_ones_own_with_the_missing_name_loads_nothing(database, capsys):
    with database.writing(AllTowns()) as session:
        a_town(session, slug="namyangju")
        a_town(session, slug="riverbend").is_demonstration = False
    load_demo_if_empty(database, now=NOW)
    said = capsys.readouterr().out
    assert "Loading" not in said
    assert "coordinator" in said, "the sign-ins of the loaded town are still named"
    assert set(people(database)) == {"namyangju", "riverbend"}
