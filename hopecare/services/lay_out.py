"""Lay very many rows out in a temporary table, each value as the database itself keeps it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ARRAY, LargeBinary, String, cast, func, insert, literal, select

from models.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Column, ColumnElement, Dialect, Table
    from sqlalchemy.orm import Session

MOST_VALUES: Final = 32_766
"""What SQLite takes in one statement, as it is built since 3.32."""


def lay_out(session: Session, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write these rows into a table whose columns they follow.

    PostgreSQL takes each column as one value: row by row, its answers alone would take as long as
    everything that is done with the rows.
    """
    if not rows:
        return
    names = [column.name for column in table.columns]
    if session.get_bind().dialect.name == "sqlite":
        _lay_as_they_are(session, table, rows)
        return
    columns = zip(table.columns, zip(*rows, strict=True), strict=True)
    each = func.unnest(*(_as_array(*column) for column in columns))
    laid = each.table_valued(*names).render_derived()
    chosen = [_read(laid.c[column.name], column) for column in table.columns]
    session.execute(insert(table).from_select(names, select(*chosen)))


def _lay_as_they_are(session: Session, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Hand the rows to the driver itself: what a column's type would do to each is done once.

    Many rows go in one statement. Row by row, the driver would let go of the interpreter and take
    it again for each, and wait each time for whoever words the next questions meanwhile.
    """
    connection = session.connection()
    kept = _as_kept(connection.dialect)
    columns = [
        map(kept, values) if isinstance(column.type, UtcDateTime) else values
        for column, values in zip(table.columns, zip(*rows, strict=True), strict=True)
    ]
    laid = zip(*columns, strict=True)
    while some := tuple(islice(laid, MOST_VALUES // len(table.columns))):
        statement = _statement(table.name, len(table.columns), len(some))
        connection.exec_driver_sql(statement, tuple(chain.from_iterable(some)))


@lru_cache(maxsize=16)
def _statement(table: str, columns: int, rows: int) -> str:
    row = f"({', '.join('?' * columns)})"
    return f"INSERT INTO {table} VALUES {', '.join([row] * rows)}"  # noqa: S608 (our own names)


def _as_kept(dialect: Dialect) -> Callable[[datetime | None], Any]:
    """How SQLite keeps a moment; many rows share theirs."""
    write = UtcDateTime().dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(maxsize=4096)(write) if write else lambda moment: moment


def _as_array(column: Column[Any], values: tuple[Any, ...]) -> ColumnElement[Any]:
    """All values of a column; none of them is a word that would have to be quoted."""
    words = literal("{" + ",".join(map(_word, values)) + "}", String())
    inner = String() if isinstance(column.type, LargeBinary) else column.type
    return cast(words, ARRAY(inner))


def _read(value: ColumnElement[Any], column: Column[Any]) -> ColumnElement[Any]:
    return func.decode(value, "hex") if isinstance(column.type, LargeBinary) else value


def _word(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return _instant(value)
    return "NULL" if value is None else str(value)


@lru_cache(maxsize=4096)
def _instant(value: datetime) -> str:
    return value.isoformat()
