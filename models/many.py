"""Many rows of one table written together, each with values of its own.

SQLite is handed row by row: it lies in our own process. PostgreSQL takes each column as one list:
waiting for the answer to each row would take longer than writing it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ARRAY, bindparam, column, func, insert, inspect, literal, select, update

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import BindParameter, Connection, TableValuedAlias

    from models.base import Base

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def insert_many(
    connection: Connection, kind: type[Base], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert these rows, all of which name the same columns."""
    if connection.dialect.name == "sqlite":
        connection.execute(insert(kind), rows)
        return
    names, laid = list(rows[0]), _laid(kind, rows)
    said = select(*(laid.c[name] for name in names))
    connection.execute(insert(kind).from_select(names, said))


def update_many(
    connection: Connection,
    kind: type[Base],
    rows: Sequence[Mapping[str, Any]],
    *,
    alike: Mapping[str, Any] = _NOTHING,
) -> None:
    """Set what each row says of the one whose `id` it names, and in all of them what is `alike`."""
    names = [name for name in rows[0] if name != "id"]
    if connection.dialect.name == "sqlite":
        said = {name: _its(kind, name) for name in names}
        one = (
            update(kind)
            .where(inspect(kind).columns.id == _its(kind, "id"))
            .values(said | {**alike})
        )
        its = [{f"its_{name}": value for name, value in row.items()} for row in rows]
        connection.execute(one, its)
        return
    laid = _laid(kind, rows)
    listed = {name: laid.c[name] for name in names}
    connection.execute(
        update(kind).where(inspect(kind).columns.id == laid.c.id).values(listed | {**alike})
    )


def _its(kind: type[Base], name: str) -> BindParameter[Any]:
    return bindparam(f"its_{name}", type_=inspect(kind).columns[name].type)


def _laid(kind: type[Base], rows: Sequence[Mapping[str, Any]]) -> TableValuedAlias:
    """The rows as a table of the statement: one list for each column."""
    types = {name: inspect(kind).columns[name].type for name in rows[0]}
    lists = [literal([row[name] for row in rows], ARRAY(types[name])) for name in types]
    columns = [column(name, types[name]) for name in types]
    return func.unnest(*lists).table_valued(*columns).render_derived()
