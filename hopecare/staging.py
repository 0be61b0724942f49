"""Large imports: rows are laid out in temporary tables first, then copied in one short transaction.

A temporary table lies in a file of its own on SQLite, so filling it takes no write lock: check-ins
go out meanwhile. Only the copy itself, one statement a table, keeps other writers waiting.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from hopecare.database import BEGIN_WITH, SCOPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from hopecare.database import Database, Scope

_SQLITE_LAYING: Final = ("PRAGMA query_only=OFF", "BEGIN")
# The keys between the rows were made by the plan itself, and checking each of a million again
# doubles the time others wait; whatever the plan took from the town is looked at by the service.
# The checks of the tables were made when the rows were laid out, without a lock; making them again
# (a word among eighty, for each entry) took a third of the time others wait.
# A cache that holds the whole change keeps pages from being written twice.
_SQLITE_COPYING: Final = (
    "PRAGMA query_only=OFF",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA ignore_check_constraints=ON",
    "PRAGMA cache_size=-600000",
    "PRAGMA wal_autocheckpoint=0",
    "BEGIN IMMEDIATE",
)
# What was committed is put into the file itself by us, once others may write: not by the commit,
# and not by whoever writes next.
_SQLITE_COPIED: Final = "PRAGMA wal_checkpoint(PASSIVE)"
# Whoever waits for the write lock of SQLite looks for it every tenth of a second, and would find it
# taken again between two copies: they would wait for all of them.
_BREATH_S: Final = 0.15


@dataclass(frozen=True, slots=True)
class Staging:
    """One connection of its own, on which rows are laid out and then copied."""

    _connection: Connection
    _scope: Scope

    @contextmanager
    def laying(self) -> Iterator[Session]:
        """Open a transaction for temporary tables only; it takes no lock."""
        with self._transaction(_SQLITE_LAYING) as session:
            yield session

    @contextmanager
    def copying(self) -> Iterator[Session]:
        """Open a writing transaction, which sees the temporary tables; others write after it."""
        with self._transaction(_SQLITE_COPYING) as session:
            yield session
        if self._connection.dialect.name == "sqlite":
            self._connection.connection.cursor().execute(_SQLITE_COPIED)
            time.sleep(_BREATH_S)

    @contextmanager
    def _transaction(self, statements: tuple[str, ...]) -> Iterator[Session]:
        self._connection.execution_options(**{BEGIN_WITH: statements})
        with (
            Session(self._connection, expire_on_commit=False, info={SCOPE: self._scope}) as session,
            session.begin(),
        ):
            yield session


@contextmanager
def staging(database: Database, scope: Scope) -> Iterator[Staging]:
    """Take a connection out of the pool for one import; its temporary tables go with it."""
    with database.engine.connect() as connection:
        connection.detach()
        yield Staging(connection, scope)
