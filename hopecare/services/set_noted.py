"""Set values of a row and note each with the one before it, so that it can be put back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

Noted = list[list[Any]]
"""Rows of: table, id, column, the value before, the value set. All of it can lie in JSON."""


def set_noted(noted: Noted, row: Any, **values: object) -> None:  # noqa: ANN401  any mapped row
    """Set what differs, and add it to the notes."""
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            table = row.__tablename__
            noted.append([table, str(row.id), name, _plain(before), _plain(value)])
            setattr(row, name, value)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
