"""Lay rows out in temporary tables, batch by batch, to be copied into their own tables later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, MetaData, Table, insert, inspect, select

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from models.base import Base

Batch = dict[type["Base"], list[dict[str, Any]]]
"""New rows by their table, in the order the tables need each other."""


class StagedRows:
    """The temporary tables of one import. Rows of one table all have the same columns."""

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
            self._tables[model] = self._made(session, model, rows[0])
        session.execute(insert(self._tables[model]), rows)

    def copy(self, session: Session, order: Sequence[type[Base]]) -> None:
        """Copy everything into the real tables, one statement each."""
        for model in order:
            staged = self._tables.get(model)
            if staged is not None:
                names = [column.name for column in staged.columns]
                session.execute(insert(model).from_select(names, select(staged)))

    def _made(self, session: Session, model: type[Base], row: Mapping[str, Any]) -> Table:
        """A temporary table with the first row's columns, and those the model fills itself."""
        columns = [
            Column(real.name, real.type, default=getattr(real.default, "arg", None))
            for real in inspect(model).columns
            if real.name in row or real.default is not None
        ]
        name = f"staged_{model.__tablename__}_{self._part}"
        table = Table(name, self._metadata, *columns, prefixes=["TEMPORARY"])
        table.create(session.connection())
        return table


def stage_rows(session: Session, staged: StagedRows, batch: Batch) -> None:
    """Add a batch of new rows to the temporary tables."""
    for model, rows in batch.items():
        if rows:
            staged.add(session, model, rows)
