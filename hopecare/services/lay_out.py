"""Lay very many rows out in a temporary table, each value as the database itself keeps it."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, LargeBinary, String, cast, func, insert, literal, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, ColumnElement, Table
    from sqlalchemy.orm import Session


def lay_out(session: Session, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write these rows into a table whose columns they follow.

    PostgreSQL takes each column as one value: row by row, its answers alone would take as long as
    everything that is done with the rows.
    """
    names = [column.name for column in table.columns]
    if session.get_bind().dialect.name == "sqlite":
        session.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
        return
    columns = zip(table.columns, zip(*rows, strict=True), strict=True)
    each = func.unnest(*(_as_array(*column) for column in columns))
    laid = each.table_valued(*names).render_derived()
    chosen = [_read(laid.c[column.name], column) for column in table.columns]
    session.execute(insert(table).from_select(names, select(*chosen)))


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
