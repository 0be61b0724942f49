"""Whose turn it is to write: one after another, or side by side until somebody has to be alone."""

from __future__ import annotations

import random
import sqlite3
import time
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPICursor
    from sqlalchemy.sql.functions import Function

_PATIENCE_S: Final = 60
"""So long a transaction waits for its turn to write, before it gives up."""
BUSY: Final = "busy_timeout=30000"
_EVERY_TOWN: Final = 4_670_734
"""The lock of whoever writes in all towns; that of a town is made of its key."""
_IN_LINE: Final = "SET LOCAL lock_timeout = '250ms'"
_LOCK_NOT_AVAILABLE: Final = "55P03"
PASSING: Final = (OperationalError, StaleDataError)
"""What a second try of the whole may mend: of this one nothing is left behind."""
_LET_GO: Final = ("40P01", "40001")
"""What PostgreSQL says of a transaction it ends so that another may go on: all of it is undone."""


def take_turn(connection: Connection, statement: str) -> None:
    """Begin to write on SQLite, as soon as nobody else does.

    SQLite's own waiting looks every tenth of a second: among many, whoever has just written is back
    sooner than all who wait, and some would wait until they are refused. We look often, and at
    random moments, so that each has the same chance.
    """
    cursor = connection.connection.cursor()
    until = time.monotonic() + _PATIENCE_S
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        while (found := _begin(cursor, statement)) is _Begin.BUSY and time.monotonic() < until:
            time.sleep(random.uniform(0.001, 0.008))  # noqa: S311  whose turn it is, is no secret
        if found is not _Begin.BEGUN:
            # What stands in the way is said as every other error of the database is.
            connection.exec_driver_sql(statement)
    finally:
        cursor.execute(f"PRAGMA {BUSY}")
        cursor.close()


def was_let_go(error: OperationalError | StaleDataError) -> bool:
    """Whether a transaction was undone only because another wrote at the same moment."""
    if isinstance(error, StaleDataError):
        return True
    return getattr(error.orig, "sqlstate", None) in _LET_GO


class _Begin(Enum):
    """What became of one try."""

    BEGUN = 1
    BUSY = 2
    BROKEN = 3


def _begin(cursor: DBAPICursor, statement: str) -> _Begin:
    try:
        cursor.execute(statement)
    except sqlite3.OperationalError as error:
        # The code says more than that somebody is busy (reading anew what a killed one left, for
        # example): its lowest byte is the kind.
        is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
        return _Begin.BUSY if is_busy else _Begin.BROKEN
    return _Begin.BEGUN


def beside_others(town_id: UUID | None) -> Function[Any]:
    """Write on PostgreSQL beside all others who do, once nobody stands alone there."""
    return func.pg_advisory_xact_lock_shared(_lock_of(town_id))


def stand_alone(connection: Connection, town_id: UUID | None) -> None:
    """Wait on PostgreSQL until nobody else writes there, and keep all others waiting.

    Whoever comes while we wait stands behind us, so we stand in line for a moment at a time: one
    who writes for long holds us up, and nobody through us.
    """
    until = time.monotonic() + _PATIENCE_S
    while not _found_alone(connection, town_id, is_last=time.monotonic() >= until):
        time.sleep(random.uniform(0.05, 0.25))  # noqa: S311  whose turn it is, is no secret


def _found_alone(connection: Connection, town_id: UUID | None, *, is_last: bool) -> bool:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(_IN_LINE)
            for lock in sorted({_lock_of(town_id), _EVERY_TOWN}):
                connection.execute(select(func.pg_advisory_xact_lock(lock)))
            connection.exec_driver_sql("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError as error:
        if is_last or getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        return False
    return True


def _lock_of(town_id: UUID | None) -> int:
    """A number that PostgreSQL takes: of a key, the half that is by chance."""
    return _EVERY_TOWN if town_id is None else town_id.int & (1 << 62) - 1
