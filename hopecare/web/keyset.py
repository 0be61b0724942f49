"""Pages by the last row seen: as fast far down as at the start, and nothing shown twice."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import and_, or_

from models.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import InstrumentedAttribute

NAME: Final = "key_"
LARGEST: Final = 2**63 - 1
"""What a column of whole numbers holds."""
_UNFIT: Final = re.compile(r"[\x00\ud800-\udfff]")
"""What no database holds: nothing, and half of a pair."""


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
    if keys is None or len(keys) != len(order):
        return None
    fits = all(_can_stand_in(key, each) for key, each in zip(order, keys, strict=True))
    return keys if fits else None


def _can_stand_in(key: Key, value: object) -> bool:
    """Whether a value is one that the key's column may hold: anybody may have written it."""
    column = key.column.type
    kind = datetime if isinstance(column, UtcDateTime) else column.python_type
    is_text = issubclass(kind, str)  # the word of a code, as well
    if type(value) is not (str if is_text else kind):
        return False
    match value:
        case datetime():
            return value.tzinfo is not None and _is_in_time(value)
        case int():
            return abs(value) <= LARGEST
        case float():
            return math.isfinite(value)
        case str():
            return not _UNFIT.search(value)
        case _:
            return True


def _is_in_time(value: datetime) -> bool:
    """Whether it is a moment of this calendar in every zone."""
    try:
        value.astimezone(UTC)
    except OverflowError:
        return False
    return True


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


def _read(kind: str, value: object) -> Any:  # noqa: ANN401  any key of a row
    if not isinstance(value, str):
        raise TypeError
    return _READERS[kind](value)
