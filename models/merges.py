"""Two records of one person: that they were merged, or looked at and kept apart."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Kept, Owned, to_owned, unique_while
from models.types import EncryptedJson, JsonValue


class Merge(Base, Owned, Kept, kw_only=True):
    """That one record now leads to another, and exactly what was moved: enough to undo."""

    __tablename__ = "merges"

    kept_id: Mapped[UUID] = mapped_column()
    """The person whose page shows everything from then on."""
    merged_id: Mapped[UUID] = mapped_column()
    """The row that only leads there."""
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[UUID | None] = mapped_column()
    moved: Mapped[dict[str, Any]] = mapped_column()
    """Table and column -> ids of the rows that were pointed at the other person."""
    replaced: Mapped[JsonValue] = mapped_column(EncryptedJson("merges.replaced"))
    """Each value that was set, with the one before it."""
    undone_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A record leads to one other at a time, never to itself."""
        return (
            *to_owned("people", "kept_id", "merged_id", "by_id"),
            CheckConstraint("kept_id <> merged_id", name="two_people"),
            Index("ix_merges_kept", "kept_id"),
            unique_while("uq_merges_one_standing", "merged_id", where="undone_at IS NULL"),
        )


class KeptApart(Base, Owned, kw_only=True):
    """Somebody looked and said: this is not the same person. Not pointed out as new again."""

    __tablename__ = "kept_apart"

    person_id: Mapped[UUID] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[UUID | None] = mapped_column()
    report_id: Mapped[UUID | None] = mapped_column(default=None)
    other_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Apart from a report or from another person."""
        return (
            *to_owned("people", "person_id", "other_id", "by_id"),
            *to_owned("reports", "report_id"),
            CheckConstraint("(report_id IS NULL) <> (other_id IS NULL)", name="one_other"),
            Index("ix_kept_apart_person", "person_id"),
            Index("ix_kept_apart_report", "report_id"),
            Index("ix_kept_apart_other", "other_id"),
        )
