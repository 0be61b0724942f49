"""A backup taken while somebody writes is restored whole, on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg import sql
from sqlalchemy import select

from hopecare.database import AllTowns, Database
from hopecare.migrations import is_current
from models import Person
from models.base import Base
from tests import servers
from tests.factories.people import a_resident
from tests.factories.towns import a_town

ROOT = Path(__file__).parents[2]
RESTORED = "hopecare_restored"
PATIENCE_S = 90


def rows_of(database):
    """Every row of every table, decrypted, in the order of its key."""
    with database.reading(AllTowns()) as session:
        return {
            table.name: session.execute(select(table).order_by(*table.primary_key)).all()
            for table in Base.metadata.sorted_tables
        }


def walls_of(database):
    """Which tables row-level security binds, also for their owner."""
    if database.is_sqlite:
        return []
    walls = "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relrowsecurity"
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql(walls + " ORDER BY relname").all()
    assert len(found) > 10
    return [tuple(row) for row in found]


@pytest.fixture
def path_of_programs():
    """A search path with the programs of the PostgreSQL server, where one is asked for."""

    def path(database):
        own = os.environ["PATH"]
        programs = servers.run_folder() / "programs"
        return own if database.is_sqlite else f"{programs.read_text()}:{own}"

    return path


@pytest.fixture
def run(path_of_programs):
    """Run one of the scripts against a database; give what it said."""

    def run(script, argument, database, url=None):
        return subprocess.run(
            ["deploy/" + script, str(argument)],
            cwd=ROOT,
            env={
                "PATH": path_of_programs(database),
                "PYTHON": sys.executable,
                "HOPECARE_DATABASE_URL": url or database.url,
            },
            check=False,
            capture_output=True,
            text=True,
        )

    return run


@pytest.fixture
def empty_postgresql(postgresql, postgresql_admin):
    """The address of another PostgreSQL database, with nothing in it."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(RESTORED))
    with postgresql_admin() as admin:
        admin.execute(drop)
        admin.execute(
            sql.SQL("CREATE DATABASE {} OWNER hopecare TEMPLATE template0").format(
                sql.Identifier(RESTORED)
            )
        )
        url = postgresql.engine.url.set(database=RESTORED)
        yield str(url.render_as_string(hide_password=False))
        admin.execute(drop)


@pytest.fixture
def elsewhere(request, database, tmp_path):
    """The address of another database of the same kind, with nothing in it."""
    if database.is_sqlite:
        return f"sqlite:///{tmp_path / 'restored.db'}"
    return request.getfixturevalue("empty_postgresql")


class Writer(threading.Thread):
    """Opens residents until told to stop, as a town at work does."""

    def __init__(self, database, town_id):
        super().__init__(daemon=True)
        self.written = 0
        self.is_at_work = threading.Event()
        self._of = (database, town_id)
        self._stop_asked = threading.Event()

    def run(self):
        database, town_id = self._of
        while not self._stop_asked.wait(0.02):
            with database.writing(AllTowns()) as session:
                a_resident(session, town_id=town_id, name=f"주민 {self.written}")
            self.written += 1
            self.is_at_work.set()

    def stop(self):
        self._stop_asked.set()
        self.join()


def test_a_backup_beside_a_busy_town_is_one_moment_of_it(run, database, elsewhere, tmp_path):
    with database.writing(AllTowns()) as session:
        towns = [a_town(session, slug=slug).id for slug in ("saebom", "dareun")]
        for town_id in towns:
            a_resident(session, town_id=town_id, name="김가나")
    writer = Writer(database, towns[0])
    writer.start()
    assert writer.is_at_work.wait(PATIENCE_S)
    made = run("backup.sh", tmp_path / "backups", database)
    writer.stop()
    assert made.returncode == 0, made.stderr
    backup = Path(made.stdout.strip())
    assert backup.stat().st_mode & 0o077 == 0, "nobody else reads it"
    assert "김가나".encode() not in backup.read_bytes()
    restored = run("restore.sh", backup, database, elsewhere)
    assert restored.returncode == 0, restored.stderr
    copy = Database(elsewhere)
    before, after = rows_of(database), rows_of(copy)
    assert is_current(copy)
    copy.close()
    assert 2 <= len(after["people"]) <= len(before["people"])
    kept = {person.id for person in after["people"]}
    assert after["people"] == [person for person in before["people"] if person.id in kept]
    assert {role.person_id for role in after["person_roles"]} == kept, "whole transactions only"
    assert after["towns"] == before["towns"]


def test_a_town_at_rest_comes_back_equal_row_by_row(run, database, elsewhere, tmp_path):
    with database.writing(AllTowns()) as session:
        town = a_town(session)
        for number in range(20):
            a_resident(session, town_id=town.id, name=f"주민 {number}")
    made = run("backup.sh", tmp_path, database)
    assert made.returncode == 0, made.stderr
    restored = run("restore.sh", made.stdout.strip(), database, elsewhere)
    assert restored.returncode == 0, restored.stderr
    copy = Database(elsewhere)
    assert rows_of(copy) == rows_of(database)
    assert walls_of(copy) == walls_of(database)
    with copy.reading(AllTowns()) as session:
        assert len(session.scalars(select(Person.full_name)).all()) == 20
    copy.close()


def test_nothing_is_restored_over_a_town_or_from_a_broken_file(run, database, elsewhere, tmp_path):
    with database.writing(AllTowns()) as session:
        a_town(session)
    before = rows_of(database)
    backup = run("backup.sh", tmp_path / "backups", database).stdout.strip()
    over = run("restore.sh", backup, database)
    assert over.returncode == 1
    assert rows_of(database) == before
    broken = tmp_path / "broken"
    broken.write_bytes(Path(backup).read_bytes()[:5000])
    refused = run("restore.sh", broken, database, elsewhere)
    assert refused.returncode != 0
    if database.is_sqlite:
        assert not (tmp_path / "restored.db").exists()
    missing = run("backup.sh", tmp_path / "backups", database, "mysql://somewhere")
    assert missing.returncode == 2
    assert [path.name for path in (tmp_path / "backups").iterdir()] == [Path(backup).name]


@contextmanager
def daily(database, folder, path):
    """The script of the backup container at work, with the address as the container gives it."""
    url = database.engine.url
    address = {"PGHOST": url.query["host"], "PGUSER": url.username, "PGDATABASE": url.database}
    words = ["sh", "deploy/postgresql/daily.sh", str(folder)]
    script = subprocess.Popen(words, cwd=ROOT, env={"PATH": path, **address})
    try:
        yield script
    finally:
        script.terminate()
        assert script.wait(PATIENCE_S) == 0


def waited_for(found):
    """What is found in the end."""
    ends = time.monotonic() + PATIENCE_S
    while not (what := found()):
        assert time.monotonic() < ends
        time.sleep(0.05)
    return what


def test_the_backup_container_dumps_keeps_some_days_and_is_restored(
    run, postgresql, empty_postgresql, path_of_programs, tmp_path
):
    with postgresql.writing(AllTowns()) as session:
        a_resident(session, town_id=a_town(session).id, name="김가나")
    old, kept = (tmp_path / f"hopecare-{day}.dump" for day in ("20260101", "20260401"))
    for dump, days in ((old, 32), (kept, 2)):
        dump.write_bytes(b"")
        os.utime(dump, times=(time.time() - days * 86400,) * 2)
    with daily(postgresql, tmp_path, path_of_programs(postgresql)):
        (made,) = waited_for(lambda: set(tmp_path.glob("hopecare-*.dump")) - {old, kept})
        waited_for(lambda: not old.exists())
    assert kept.exists()
    restored = run("restore.sh", made, postgresql, empty_postgresql)
    assert restored.returncode == 0, restored.stderr
    copy = Database(empty_postgresql)
    assert rows_of(copy) == rows_of(postgresql)
    copy.close()


def test_the_backup_container_stops_well_while_it_dumps(postgresql, path_of_programs, tmp_path):
    """It is asked to while nothing of its own sleeps yet."""
    programs, folder = tmp_path / "programs", tmp_path / "dumps"
    programs.mkdir()
    folder.mkdir()
    dumps = programs / "pg_dump"
    dumps.write_text("#!/bin/sh\nkill -TERM $PPID\n")
    dumps.chmod(0o755)
    with daily(postgresql, folder, f"{programs}:{path_of_programs(postgresql)}") as script:
        assert script.wait(PATIENCE_S) == 0


def test_the_backup_container_dumps_once_a_day(postgresql, path_of_programs, tmp_path):
    dump = tmp_path / "hopecare-20260401.dump"
    dump.write_bytes(b"")
    with daily(postgresql, tmp_path, path_of_programs(postgresql)):
        time.sleep(1.5)
    assert list(tmp_path.iterdir()) == [dump]
