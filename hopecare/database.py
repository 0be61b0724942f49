"""Transactions: one engine, sessions for one scope, reading and writing kept apart."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, Insert, create_engine, event, func, make_url, select
from sqlalchemy.orm import (
    ORMExecuteState,
    Session,
    SessionTransaction,
    UOWTransaction,
    sessionmaker,
    with_loader_criteria,
)

from hopecare.errors import ReadOnlySessionError, ScopeCrossedError, ScopeMissingError
from models.base import Owned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from uuid import UUID

    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor

SCOPE: Final = "scope"
READING: Final = "reading"
_HOOKS: Final = "after_commit"
BEGIN_WITH: Final = "hopecare_begin"
_PATIENCE_S: Final = 60
"""So long a transaction waits for its turn to write, before it gives up."""
_STATEMENTS_KEPT: Final = 2000
"""Compiled statements an engine keeps: the doors and jobs ask for well over a thousand, and of the
usual 500 each would be put together anew whenever its turn comes again."""
_BUSY: Final = "busy_timeout=30000"
_ALONE: Final = "BEGIN IMMEDIATE"
_SQLITE_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    _BUSY,
    "cache_size=-32000",  # 32 MB: a morning's batch touches more pages than the usual two hold
)
_SQLITE_READING: Final = ("PRAGMA query_only=ON", "BEGIN")
_SQLITE_WRITING: Final = (
    "PRAGMA query_only=OFF",
    "PRAGMA foreign_keys=ON",
    "PRAGMA ignore_check_constraints=OFF",
    _ALONE,
)
_SQLITE_COPYING: Final = (
    "PRAGMA query_only=OFF",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA ignore_check_constraints=ON",
    _ALONE,
)
_SQLITE_MIGRATING: Final = (
    "PRAGMA query_only=OFF",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA ignore_check_constraints=OFF",
    _ALONE,
)


@dataclass(frozen=True, slots=True)
class TownScope:
    """One town's rows, and no others."""

    town_id: UUID


@dataclass(frozen=True, slots=True)
class AllTowns:
    """Every town's rows: for jobs and commands only."""


Scope = TownScope | AllTowns


class Database:
    """One database, SQLite or PostgreSQL, and the only way to open a transaction on it."""

    def __init__(self, url: str) -> None:
        """Prepare the engine; nothing is connected yet."""
        self.url: Final = url
        self.engine: Final[Engine] = _engine(url)
        reader = self.engine.execution_options(**{BEGIN_WITH: _SQLITE_READING})
        self._reading = sessionmaker(reader, expire_on_commit=False)
        self._writing = sessionmaker(self.engine, expire_on_commit=False)
        copier = self.engine.execution_options(**{BEGIN_WITH: _SQLITE_COPYING})
        self._copying = sessionmaker(copier, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is SQLite."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self, scope: Scope) -> Iterator[Session]:
        """Open a transaction that sees one moment of one scope and cannot write."""
        with self._reading(info={SCOPE: scope, READING: True}) as session:
            yield session
            _refuse_changes(session)

    @contextmanager
    def writing(self, scope: Scope) -> Iterator[Session]:
        """Open a transaction that commits at its end, or leaves nothing behind."""
        with _committing(self._writing, scope) as session:
            yield session

    @contextmanager
    def copying(self, scope: Scope) -> Iterator[Session]:
        """Write rows whose keys and words come from rows that lie there, checked, already.

        SQLite does not check each of them again, which takes a third of the time: only for
        statements that read what they write from what they hold.
        """
        with _committing(self._copying, scope) as session:
            yield session

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Open a connection on which tables may be rebuilt; the caller owns its transaction."""
        options = {BEGIN_WITH: _SQLITE_MIGRATING}
        with self.engine.execution_options(**options).connect() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@contextmanager
def _committing(sessions: sessionmaker[Session], scope: Scope) -> Iterator[Session]:
    hooks: list[Callable[[], None]] = []
    with sessions(info={SCOPE: scope, _HOOKS: hooks}) as session, session.begin():
        yield session
    for hook in hooks:
        hook()


def after_commit(session: Session, hook: Callable[[], None]) -> None:
    """Call `hook` once the writing transaction has been committed; never when it is not."""
    if session.info.get(READING):
        raise ReadOnlySessionError
    session.info[_HOOKS].append(hook)


def _engine(url: str) -> Engine:  # hidden parameters: errors never say what is about people
    usual = {"hide_parameters": True, "query_cache_size": _STATEMENTS_KEPT}
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, **usual)
    Path(make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30}, **usual)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """Take transactions out of the driver's hands, and keep what was committed."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    for statement in connection.get_execution_options().get(BEGIN_WITH, _SQLITE_WRITING):
        if statement == _ALONE:
            _take_turn(connection)
        else:
            connection.exec_driver_sql(statement)


def _take_turn(connection: Connection) -> None:
    """Begin to write, as soon as nobody else does.

    SQLite's own waiting looks every tenth of a second: among many, whoever has just written is back
    sooner than all who wait, and some would wait until they are refused. We look often, and at
    random moments, so that each has the same chance.
    """
    cursor = connection.connection.cursor()
    until = time.monotonic() + _PATIENCE_S
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        while (found := _begin(cursor)) is _Begin.BUSY and time.monotonic() < until:
            time.sleep(random.uniform(0.001, 0.008))  # noqa: S311  whose turn it is, is no secret
        if found is not _Begin.BEGUN:
            # What stands in the way is said as every other error of the database is.
            connection.exec_driver_sql(_ALONE)
    finally:
        cursor.execute(f"PRAGMA {_BUSY}")
        cursor.close()


class _Begin(Enum):
    """What became of one try."""

    BEGUN = 1
    BUSY = 2
    BROKEN = 3


def _begin(cursor: DBAPICursor) -> _Begin:
    try:
        cursor.execute(_ALONE)
    except sqlite3.OperationalError as error:
        # The code says more than that somebody is busy (reading anew what a killed one left, for
        # example): its lowest byte is the kind.
        is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
        return _Begin.BUSY if is_busy else _Begin.BROKEN
    return _Begin.BEGUN


@event.listens_for(Session, "after_begin")
def _begin_postgresql(session: Session, _of: SessionTransaction, connection: Connection) -> None:
    """Tell PostgreSQL the scope, for row-level security, and whether anything may be written."""
    if connection.dialect.name != "postgresql":
        return
    if session.info.get(READING):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    scope = session.info.get(SCOPE)
    town = str(scope.town_id) if isinstance(scope, TownScope) else ""
    towns = "all" if isinstance(scope, AllTowns) else ""
    connection.execute(
        select(
            func.set_config("hopecare.town_id", town, True),  # noqa: FBT003  its third is is_local
            func.set_config("hopecare.scope", towns, True),  # noqa: FBT003
            func.set_config("jit", "off", True),  # noqa: FBT003  to compile a long list took 1 s
        )
    )


@event.listens_for(Session, "do_orm_execute")
def _filter_by_town(state: ORMExecuteState) -> None:
    """Put the town's condition on every owned table of every ORM statement."""
    scope = _scope(state.session)
    if isinstance(scope, AllTowns) or state.is_column_load:
        return
    if isinstance(state.statement, Insert):
        _refuse_other_towns(scope, _inserted_towns(state.statement, state.parameters))
    elif state.is_select or state.is_update or state.is_delete:
        town_id = scope.town_id
        state.statement = state.statement.options(
            with_loader_criteria(
                Owned, lambda table: table.town_id == town_id, include_aliases=True
            )
        )


@event.listens_for(Session, "before_flush")
def _check_flush(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    """Refuse rows of another town, and any row from a reading session."""
    _refuse_changes(session)
    scope = _scope(session)
    rows = [row for row in (*session.new, *session.dirty) if isinstance(row, Owned)]
    if isinstance(scope, TownScope):
        _refuse_other_towns(scope, (row.town_id for row in rows))


def _scope(session: Session) -> Scope:
    scope: Scope | None = session.info.get(SCOPE)
    if scope is None:
        raise ScopeMissingError
    return scope


def _refuse_changes(session: Session) -> None:
    if not session.info.get(READING):
        return
    changed = (*session.new, *session.deleted, *filter(session.is_modified, session.dirty))
    if changed:
        raise ReadOnlySessionError(table=type(changed[0]).__name__)


def _refuse_other_towns(scope: TownScope, town_ids: Iterable[object]) -> None:
    if any(town_id != scope.town_id for town_id in town_ids):
        raise ScopeCrossedError(town_id=scope.town_id)


def _inserted_towns(statement: Insert, parameters: Any) -> list[object]:  # noqa: ANN401  a row or rows
    """Give the town of every row of a bulk insert into an owned table."""
    if "town_id" not in statement.table.c:
        return []
    if parameters:
        rows: list[Mapping[str, object]] = (
            [parameters] if isinstance(parameters, dict) else parameters
        )
        return [row.get("town_id") for row in rows]
    values = statement.compile().params
    return [value for name, value in values.items() if name.startswith("town_id")]
