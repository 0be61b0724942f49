"""Lay rows out in temporary tables, batch by batch, to be copied into their own tables later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    MetaData,
    Table,
    TextClause,
    insert,
    inspect,
    select,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from models.base import Base

Batch = dict[type["Base"], list[dict[str, Any]]]
"""New rows by their table, in the order the tables need each other."""


class StagedRows:
    """The temporary tables of one import; what is laid out was checked as its own table would."""

    def __init__(self, part: str = "all") -> None:
        """Start with no tables; the part tells several sets on one connection apart."""
        self._part = part
        self._metadata = MetaData()
        self._tables: dict[type[Base], Table] = {}

    def table_of(self, model: type[Base]) -> Table | None:
        """The temporary table of a model, if any row was laid out for it."""
        return self._tables.get(model)

    def add(self, session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Lay out some rows, making the table with the first."""
        if model not in self._tables:
            self._tables[model] = self._made(session, model)
        session.execute(insert(self._tables[model]), rows)

    def copy(self, session: Session, order: Sequence[type[Base]]) -> None:
        """Copy everything into the real tables, one statement each."""
        for model in order:
            staged = self._tables.get(model)
            if staged is not None:
                names = [column.name for column in staged.columns]
                session.execute(insert(model).from_select(names, select(staged)))

    def _made(self, session: Session, model: type[Base]) -> Table:
        """A temporary table with the columns and the checks of the real one, but no keys."""
        columns = [
            Column(real.name, real.type, default=getattr(real.default, "arg", None))
            for real in inspect(model).columns
        ]
        name = f"staged_{model.__tablename__}_{self._part}"
        checks = _checks(model)
        table = Table(name, self._metadata, *columns, *checks, prefixes=["TEMPORARY"])
        table.create(session.connection())
        return table


def _checks(model: type[Base]) -> list[CheckConstraint]:
    """What the real table asks of a row; the word of an enum is asked for by its type itself."""
    table = inspect(model).local_table
    constraints = table.constraints if isinstance(table, Table) else ()
    return [
        CheckConstraint(each.sqltext)
        for each in constraints
        if isinstance(each, CheckConstraint) and isinstance(each.sqltext, TextClause)
    ]


def stage_rows(session: Session, staged: StagedRows, batch: Batch) -> None:
    """Add a batch of new rows to the temporary tables."""
    for model, rows in batch.items():
        if rows:
            staged.add(session, model, rows)
