"""Transactions: one engine, sessions for one scope, reading and writing kept apart."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
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
from hopecare.turns import BUSY, beside_others, stand_alone, take_turn
from models.base import Owned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from uuid import UUID

    from sqlalchemy.engine.interfaces import DBAPIConnection

SCOPE: Final = "scope"
READING: Final = "reading"
_ALONE: Final = "alone"
_HOOKS: Final = "after_commit"
BEGIN_WITH: Final = "hopecare_begin"
_STATEMENTS_KEPT: Final = 2000
"""Compiled statements an engine keeps: the doors and jobs ask for well over a thousand, and of the
usual 500 each would be put together anew whenever its turn comes again."""
_WRITE: Final = "BEGIN IMMEDIATE"
_SQLITE_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    BUSY,
    "cache_size=-32000",  # 32 MB: a morning's batch touches more pages than the usual two hold
)
_SQLITE_READING: Final = ("PRAGMA query_only=ON", "BEGIN")
_SQLITE_WRITING: Final = (
    "PRAGMA query_only=OFF",
    "PRAGMA foreign_keys=ON",
    "PRAGMA ignore_check_constraints=OFF",
    _WRITE,
)
_SQLITE_COPYING: Final = (
    "PRAGMA query_only=OFF",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA ignore_check_constraints=ON",
    _WRITE,
)
_SQLITE_MIGRATING: Final = (
    "PRAGMA query_only=OFF",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA ignore_check_constraints=OFF",
    _WRITE,
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
    def writing(self, scope: Scope, *, alone: bool = False) -> Iterator[Session]:
        """Open a transaction that commits at its end, or leaves nothing behind.

        With `alone` nobody else writes in the town meanwhile: for what touches rows in every order.
        """
        with _committing(self._writing, scope, alone=alone) as session:
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
def _committing(
    sessions: sessionmaker[Session], scope: Scope, *, alone: bool = False
) -> Iterator[Session]:
    hooks: list[Callable[[], None]] = []
    info = {SCOPE: scope, _HOOKS: hooks, _ALONE: alone}
    with sessions(info=info) as session, session.begin():
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
        if statement == _WRITE:
            take_turn(connection, statement)
        else:
            connection.exec_driver_sql(statement)


@event.listens_for(Session, "after_begin")
def _begin_postgresql(session: Session, _of: SessionTransaction, connection: Connection) -> None:
    """Tell PostgreSQL the scope, for row-level security, and whether anything may be written."""
    if connection.dialect.name != "postgresql":
        return
    is_reading, alone = session.info.get(READING), session.info.get(_ALONE)
    if is_reading:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    scope = session.info.get(SCOPE)
    town_id = scope.town_id if isinstance(scope, TownScope) else None
    towns = "all" if isinstance(scope, AllTowns) else ""
    connection.execute(
        select(
            func.set_config("hopecare.town_id", str(town_id or ""), True),  # noqa: FBT003  its third is is_local
            func.set_config("hopecare.scope", towns, True),  # noqa: FBT003
            func.set_config("jit", "off", True),  # noqa: FBT003  to compile a long list took 1 s
            *(() if is_reading or alone else (beside_others(town_id),)),
        )
    )
    if alone:
        stand_alone(connection, town_id)


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
