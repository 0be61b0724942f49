"""Pages by the last row seen: as fast far down as at the start, and nothing shown twice."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import and_, or_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import InstrumentedAttribute

NAME: Final = "key_"


@dataclass(frozen=True, slots=True)
class Key:
    """One column rows are ordered by; never NULL, and the last one of an order is unique."""

    column: InstrumentedAttribute[Any]
    descending: bool = False


def ordered(statement: Select[Any], order: Sequence[Key]) -> Select[Any]:
    """Put rows in order and carry their keys along."""
    keys = [key.column.label(f"{NAME}{count}") for count, key in enumerate(order)]
    orders = [key.column.desc() if key.descending else key.column.asc() for key in order]
    return statement.add_columns(*keys).order_by(*orders)


def keys_of(row: Row[Any], order: Sequence[Key]) -> list[Any]:
    """Give the keys a row carries."""
    return [row._mapping[f"{NAME}{count}"] for count in range(len(order))]  # noqa: SLF001  public


def after(order: Sequence[Key], keys: Sequence[Any]) -> ColumnElement[bool]:
    """Say which rows come after these keys."""
    ways = []
    for count, key in enumerate(order):
        same = [before.column == keys[place] for place, before in enumerate(order[:count])]
        value = keys[count]
        further = key.column < value if key.descending else key.column > value
        ways.append(and_(*same, further))
    return or_(*ways)


def cursor_of(keys: Sequence[Any]) -> str:
    """Write keys so that they fit into an address."""
    return base64.urlsafe_b64encode(written_keys(keys)).decode().rstrip("=")


def read_cursor(cursor: str, order: Sequence[Key]) -> list[Any] | None:
    """Read keys out of an address; None for anything that is no cursor of this order."""
    try:
        plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        return None
    keys = read_keys(plain)
    return keys if keys is not None and len(keys) == len(order) else None


def written_keys(keys: Sequence[Any]) -> bytes:
    """Write keys down, each with its kind."""
    return json.dumps([_written(key) for key in keys]).encode()


def read_keys(plain: bytes) -> list[Any] | None:
    """Read keys back; None for anything else."""
    try:
        return [_read(*each) for each in json.loads(plain)]
    except (ValueError, TypeError, KeyError):
        return None


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "UUID": UUID,
    "int": int,
    "str": str,
    "float": float,
}


def _written(key: Any) -> list[str]:  # noqa: ANN401  any key of a row
    kind = next(
        name
        for name, reads in (
            ("datetime", datetime), ("date", date), ("UUID", UUID), ("int", int), ("float", float),
            ("str", str),
        )
        if isinstance(key, reads)
    )  # fmt: skip
    if kind == "str":
        return [kind, str(getattr(key, "value", key))]
    return [kind, key.isoformat() if kind in {"datetime", "date"} else str(key)]


def _read(kind: str, value: str) -> Any:  # noqa: ANN401  any key of a row
    return _READERS[kind](value)
