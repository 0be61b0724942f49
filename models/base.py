"""What every table shares: keys, the town wall, versions, retention, names of constraints."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, declared_attr, mapped_column
from uuid_utils.compat import uuid7

from models.types import UtcDateTime, stored_enum

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Codes = list[str]
"""A list of codes or identifiers: never free text, never anything personal."""

Facts = dict[str, str | int | None]
"""Identifiers, codes, numbers and times only (design decision 7)."""


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """The root of all rows. Constructors are checked; rows are hashable by identity."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: UtcDateTime(),
        StrEnum: stored_enum(),
        UUID: Uuid(),
        Codes: JSON(),
        Facts: JSON(),
        dict[str, Any]: JSON(),
    }


class Keyed(MappedAsDataclass, kw_only=True, eq=False, repr=False):
    """A row whose key is made by us, in time order, before any flush."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=uuid7)


class Owned(Keyed, kw_only=True, eq=False, repr=False):
    """A row behind a town's wall. Every key to another owned row carries the town too."""

    town_id: Mapped[UUID] = mapped_column(ForeignKey("towns.id"))

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805  declared_attr receives the class
        """The pair other owned tables point at, and this table's own constraints."""
        return (UniqueConstraint("town_id", "id"), *cls.own_constraints())

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A table's own constraints; overridden where there are any."""
        return ()


class Versioned(MappedAsDataclass, kw_only=True, eq=False, repr=False):
    """A row that people edit: a stale edit is refused instead of overwriting."""

    version: Mapped[int] = mapped_column(default=1, init=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  declared_attr receives the class
        """Let the mapper compare and raise the version on every update."""
        return {"version_id_col": cls.version}


class Kept(MappedAsDataclass, kw_only=True, eq=False, repr=False):
    """A personal row: until when it is kept, and who holds it beyond that."""

    retain_until: Mapped[date | None] = mapped_column(default=None)
    held_by: Mapped[str | None] = mapped_column(default=None)
    """A legal hold's reference code; while set, nothing is erased."""


def to_owned(table: str, *columns: str) -> tuple[ForeignKeyConstraint, ...]:
    """Keys to `table`, one per column, each carrying the town."""
    return tuple(
        ForeignKeyConstraint(["town_id", column], [f"{table}.town_id", f"{table}.id"])
        for column in columns
    )


def unique_while(name: str, *columns: str, where: str) -> Index:
    """A uniqueness that holds only for rows in one condition, on both databases."""
    condition = text(where)
    return Index(name, *columns, unique=True, postgresql_where=condition, sqlite_where=condition)


def index_while(name: str, *columns: str, where: str, in_sqlite: str | None = None) -> Index:
    """An index of rows in one condition only, on both databases; each may write it its own way."""
    condition, small = text(where), text(in_sqlite or where)
    return Index(name, *columns, postgresql_where=condition, sqlite_where=small)
