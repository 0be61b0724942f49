"""What the API gives of a row: names chosen one by one, each described by its column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marshmallow import Schema, fields
from sqlalchemy import JSON, BigInteger, Boolean, Date, Enum, Float, Integer, Time, Uuid, inspect

from models.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.base import Base

_KINDS: Final[tuple[tuple[type[Any], Callable[..., fields.Field[Any]]], ...]] = (
    (UtcDateTime, fields.AwareDateTime),
    (Uuid, fields.UUID),
    (Date, fields.Date),
    (Time, fields.Time),
    (Boolean, fields.Boolean),
    (BigInteger, fields.Integer),
    (Integer, fields.Integer),
    (Float, fields.Float),
)


def view_of(
    named: str,
    rows: type[Base],
    names: str,
    says: str,
    added: Mapping[str, fields.Field[Any]] | None = None,
) -> type[Schema]:
    """Make the view of one kind of row: these of its columns, and what is added beside them."""
    columns = inspect(rows).columns
    shown = {name: _field(columns[name]) for name in names.split()}
    return type(named, (Schema,), {**shown, **(added or {}), "__doc__": says})


def page_of(named: str, noun: str, view: type[Schema], **beside: fields.Field[Any]) -> type[Schema]:
    """Make the page of a list: some rows, and the cursor of the next page where there is one."""
    following = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Give it as `after`; null: no further page."},
    )
    return type(
        named,
        (Schema,),
        {
            noun: fields.List(fields.Nested(view), required=True),
            "next": following,
            **beside,
            "__doc__": "Some rows of a list, and where it goes on.",
        },
    )


def _field(column: Any) -> fields.Field[Any]:  # noqa: ANN401  a mapped column
    options: dict[str, Any] = {"required": True, "allow_none": bool(column.nullable)}
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return fields.Enum(column.type.enum_class, by_value=True, **options)
    if isinstance(column.type, JSON):
        return fields.List(fields.String(), **options)
    kind = next((kind for of, kind in _KINDS if isinstance(column.type, of)), fields.String)
    return kind(**options)


class Done(Schema):
    """Which row was written, now or at the first time of this key."""

    id = fields.UUID(required=True)
