"""What every test may ask for: a clean database of both kinds, a town's scope, a keyring."""

from __future__ import annotations

import gc
import os
import shutil
from collections import defaultdict
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql

from hopecare import keyring as keyrings
from hopecare.database import Database, TownScope
from hopecare.migrations import migrate
from tests import servers

pytest_plugins = ["tests.plugins.pages", "tests.plugins.everyday"]
# A busy machine is no mistake of ours: examples may take their time.
settings.register_profile("care", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples each time: a run fails by what was changed, and never by what was drawn. Others
# are drawn each time by `make whole`, and by a file run by hand.
settings.register_profile(
    "everyday", settings.get_profile("care"), max_examples=30, derandomize=True
)
settings.load_profile("care")

DATABASES = ("sqlite", "postgresql")
_ROLE = "hopecare"
_TEMPLATE = "hopecare_template"
_EXPECTED = "databases expected"
_ran: dict[str, set[str]] = defaultdict(set)
_expected: dict[str, set[str]] = {}


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="run faults and soak at their full size")


def pytest_configure(config):
    servers.name_run()
    settings.load_profile("everyday" if config.getoption("everyday") else "care")


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        servers.end_run()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """What was imported and collected stays to the end: the collector need not look at it again."""
    gc.set_threshold(20_000, 20, 20)
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def full_size(pytestconfig):
    """Whether `make faults` or `make soak` asked for the full size."""
    return pytestconfig.getoption("--full")


@pytest.fixture(scope="session")
def keyring():
    """The tests' own keys, installed also for what a whole run shares."""
    ring = keyrings.Keyring.from_secret("the tests' invented secret")
    keyrings.install(ring)
    return ring


@pytest.fixture(autouse=True)
def _own_keys(keyring):
    """Every application that is made installs its own keys: no test inherits those of another."""
    keyrings.install(keyring)


@pytest.fixture(scope="session")
def town_scope():
    """The scope of an invented town; whoever needs its row writes it."""
    return TownScope(UUID("01980000-0000-7000-8000-000000000001"))


@pytest.fixture(params=DATABASES)
def database(request):
    """A clean, migrated database; the test runs on each kind."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def _sqlite_template():
    with servers.alone("template") as folder:
        template = folder / "template.db"
        if not template.exists():
            made = folder / "template.new.db"
            database = Database(f"sqlite:///{made}")
            migrate(database)
            database.close()
            made.rename(template)
    return template


@pytest.fixture(scope="session")
def _sqlite_database():
    """One engine for all tests of this process: it keeps the statements it has compiled."""
    return Database(f"sqlite:///{servers.quick_folder() / f'{_worker()}.db'}")


@pytest.fixture
def sqlite(_sqlite_database, _sqlite_template):
    """A clean, migrated SQLite database: a new file each time."""
    path = Path(_sqlite_database.engine.url.database)
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    shutil.copyfile(_sqlite_template, path)
    yield _sqlite_database
    _sqlite_database.close()


def _worker() -> str:
    """The name of this process in a run of several."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def postgresql_admin():
    """How to connect as the superuser to one of the server's databases."""
    socket = servers.postgresql_socket()

    def connect(name: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host=str(socket), user="postgres", dbname=name, autocommit=True)

    return connect


@pytest.fixture(scope="session")
def _postgresql_url(postgresql_admin):
    """A database of this worker, owned by a role that row-level security binds."""
    name = f"hopecare_{_worker()}"
    socket = servers.postgresql_socket()
    url = f"postgresql://{_ROLE}@/{{}}?host={socket}"
    with servers.alone("template"), postgresql_admin() as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_TEMPLATE])
        if known.fetchone() is None:
            connection.execute("CREATE ROLE hopecare LOGIN NOSUPERUSER NOBYPASSRLS")
            _create(connection, f"{_TEMPLATE}_new", "template0")
            template = Database(url.format(f"{_TEMPLATE}_new"))
            migrate(template)
            template.close()
            connection.execute(f"ALTER DATABASE {_TEMPLATE}_new RENAME TO {_TEMPLATE}")
        _create(connection, name, _TEMPLATE)
    return url.format(name)


def _create(connection: psycopg.Connection, name: str, template: str) -> None:
    words = "CREATE DATABASE {} OWNER {} TEMPLATE {}"
    names = [sql.Identifier(part) for part in (name, _ROLE, template)]
    connection.execute(sql.SQL(words).format(*names))


@pytest.fixture(scope="session")
def _postgresql_database(_postgresql_url, postgresql_admin):
    database = Database(_postgresql_url)
    with postgresql_admin(database.engine.url.database) as admin:
        yield database, admin
    database.close()


@pytest.fixture
def postgresql(_postgresql_database):
    """A clean, migrated PostgreSQL database."""
    database, admin = _postgresql_database
    yield database
    _empty(admin)


def _empty(admin: psycopg.Connection) -> None:
    """Take out every row, touching only tables that have some."""
    names = admin.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
        "AND tablename <> 'alembic_version' ORDER BY 1"
    ).fetchall()
    asked = [sql.SQL("EXISTS (SELECT 1 FROM {})").format(sql.Identifier(name)) for (name,) in names]
    row = admin.execute(sql.SQL("SELECT ") + sql.SQL(", ").join(asked)).fetchone()
    filled = [name for (name,), has_rows in zip(names, row or (), strict=True) if has_rows]
    with admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")  # no keys are checked
        for name in filled:
            admin.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))


# The guard: a test that asks for `database` runs on both kinds, or the run fails.


def _asked(item: pytest.Item) -> tuple[str, str] | None:
    """The test without its database, and the database; None when it asks for none."""
    spec = getattr(item, "callspec", None)
    kind = spec.params.get("database") if spec else None
    if kind not in DATABASES:
        return None
    return item.nodeid.replace(kind, "*", 1) if kind in item.nodeid else item.nodeid, kind


def _names_one_case(config: pytest.Config) -> bool:
    return any("[" in argument for argument in config.args)


def _take_their_time(config, items):
    """At full size a test takes the time it takes."""
    if config.getoption("--full"):
        for item in items:
            item.add_marker(pytest.mark.timeout(0), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config, items):
    written = defaultdict(set)
    for item in items:
        if asked := _asked(item):
            written[asked[0]].add(asked[1])
    alone = sorted(test for test, kinds in written.items() if len(kinds) < len(DATABASES))
    if alone and not _names_one_case(config):
        raise pytest.UsageError("these tests ask for one database only: " + ", ".join(alone))
    yield
    selected = defaultdict(set)
    for item in items:
        if asked := _asked(item):
            selected[asked[0]].add(asked[1])
    # Whoever asks for more time comes first: no worker is left alone with a long one at the end.
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)
    _take_their_time(config, items)
    for item in items:
        if asked := _asked(item):
            item.user_properties.append((_EXPECTED, [*asked, *sorted(selected[asked[0]])]))


def pytest_runtest_logreport(report):
    for name, value in report.user_properties:
        if name == _EXPECTED:
            test, kind, *kinds = value
            _expected[test] = set(kinds)
            if report.when == "call" and report.outcome != "skipped":
                _ran[test].add(kind)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    config = session.config
    if hasattr(config, "workerinput") or exitstatus not in {
        pytest.ExitCode.OK,
        pytest.ExitCode.TESTS_FAILED,
    }:
        return
    if config.getvalue("maxfail"):
        return
    missed = sorted(test for test, kinds in _expected.items() if _ran[test] and _ran[test] < kinds)
    if missed:
        config.stash[_MISSED] = missed
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


_MISSED: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_terminal_summary(terminalreporter, config):
    for test in config.stash.get(_MISSED, []):
        terminalreporter.line(f"RAN ON ONE DATABASE ONLY: {test}", red=True)


def pytest_report_header():
    return (
        f"databases: {', '.join(DATABASES)} (run folder {Path(os.environ[servers.RUN_VARIABLE])})"
    )
