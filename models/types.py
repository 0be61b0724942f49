"""Column types that keep promises: aware times, encrypted text, enums by value."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, LargeBinary
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from hopecare import keyring

JsonValue = dict[str, Any] | list[Any]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse naive values and turn every zone into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a naive datetime cannot be stored"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give every stored instant back as aware UTC (SQLite forgets the zone)."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(bytes):
    """Text that was encrypted beforehand under its own column's label, for large imports."""

    __slots__ = ()


class EncryptedText(TypeDecorator[str]):
    """Text that lies encrypted in the database, bound to its own table and column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, label: str) -> None:
        """Bind the ciphertext to `label`, written as "table.column"."""
        super().__init__()
        self.label = label

    def process_bind_param(self, value: str | Sealed | None, _dialect: Dialect) -> bytes | None:
        """Encrypt on the way in; what was sealed beforehand passes as it is."""
        if value is None or isinstance(value, Sealed):
            return value
        return keyring.current().encrypt(value.encode(), label=self.label)

    def process_result_value(self, value: bytes | None, _dialect: Dialect) -> str | None:
        """Decrypt on the way out."""
        if value is None:
            return None
        return keyring.current().decrypt(value, label=self.label).decode()


class EncryptedBytes(TypeDecorator[bytes]):
    """Bytes that lie encrypted in the database, bound to their table and column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, label: str) -> None:
        """Bind the ciphertext to `label`, written as "table.column"."""
        super().__init__()
        self.label = label

    def process_bind_param(self, value: bytes | None, _dialect: Dialect) -> bytes | None:
        """Encrypt on the way in."""
        return None if value is None else keyring.current().encrypt(value, label=self.label)

    def process_result_value(self, value: bytes | None, _dialect: Dialect) -> bytes | None:
        """Decrypt on the way out."""
        return None if value is None else keyring.current().decrypt(value, label=self.label)


class EncryptedJson(TypeDecorator[JsonValue]):
    """A JSON document that lies encrypted in the database, bound to its table and column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, label: str) -> None:
        """Bind the ciphertext to `label`, written as "table.column"."""
        super().__init__()
        self.label = label

    def process_bind_param(self, value: JsonValue | None, _dialect: Dialect) -> bytes | None:
        """Encrypt on the way in."""
        if value is None:
            return None
        plain = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
        return keyring.current().encrypt(plain, label=self.label)

    def process_result_value(self, value: bytes | None, _dialect: Dialect) -> JsonValue | None:
        """Decrypt on the way out."""
        if value is None:
            return None
        document: JsonValue = json.loads(keyring.current().decrypt(value, label=self.label))
        return document


class Recurring(UserDefinedType[Any]):
    """A column of which few values differ in very many rows: each one that is met is read once."""

    cache_ok = True

    def __init__(self, inner: TypeEngine[Any]) -> None:
        """Read as `inner` does."""
        super().__init__()
        self.inner = inner

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Keep what was read lately."""
        read = self.inner.dialect_impl(dialect).result_processor(dialect, coltype)
        return lru_cache(maxsize=4096)(read) if read else None


def enum_values(members: type[StrEnum]) -> list[str]:
    """The stored words of an enum: its values, never its Python names."""
    return [member.value for member in members]


def stored_enum(members: type[StrEnum] = StrEnum, *, name: str | None = None) -> Enum:
    """The one way an enum lies in the database: a short word held by a CHECK.

    A second column of one enum in a table names its check.
    """
    return Enum(
        members,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=enum_values,
        validate_strings=True,
    )
