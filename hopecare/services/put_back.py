"""Put back what was set and noted, except what somebody has changed again since."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Date, Enum, Uuid

from hopecare.queries.merge_rows import MODEL_OF
from models.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def put_back(session: Session, noted: Iterable[list[Any]]) -> None:
    """Give each row the value it had, the last one set first."""
    for table, row_id, name, before, value in reversed(list(noted)):
        model = MODEL_OF[table]
        row = session.get(model, UUID(row_id))
        kind = model.__mapper__.columns[name].type
        if row is not None and getattr(row, name) == _typed(kind, value):
            setattr(row, name, _typed(kind, before))
    session.flush()


def _typed(kind: object, plain: Any) -> object:  # noqa: ANN401  whatever JSON holds
    match kind:
        case _ if plain is None:
            return None
        case UtcDateTime():
            return datetime.fromisoformat(plain)
        case Date():
            return date.fromisoformat(plain)
        case Uuid():
            return UUID(plain)
        case Enum():
            return kind.enum_class(plain) if kind.enum_class else plain
        case _:
            return plain
