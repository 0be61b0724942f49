"""The gap ledger: what a social worker wrote about a benefit that may be due, not received."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.gaps import GapEnding, GapReason
from models.base import Base, Kept, Owned, Versioned, to_owned, unique_while
from models.types import EncryptedJson, EncryptedText, JsonValue


class GapNote(Base, Owned, Versioned, Kept, kw_only=True):
    """Why one person does not receive one benefit, and since when. The answer itself is computed.

    A note whose gap has closed stays as history.
    """

    __tablename__ = "gap_notes"

    person_id: Mapped[UUID] = mapped_column()
    programme: Mapped[str] = mapped_column()
    reason: Mapped[GapReason] = mapped_column()
    recorded_at: Mapped[datetime] = mapped_column()
    recorded_by_id: Mapped[UUID | None] = mapped_column()
    since_on: Mapped[date | None] = mapped_column(default=None)
    told: Mapped[JsonValue | None] = mapped_column(EncryptedJson("gap_notes.told"), default=None)
    """By how much they were over a limit, in the smallest unit: of somebody's money."""
    words: Mapped[str | None] = mapped_column(EncryptedText("gap_notes.words"), default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ending: Mapped[GapEnding | None] = mapped_column(default=None)

    @property
    def over(self) -> int | None:
        """By how much they were over a limit, where it was said."""
        return self.told.get("over") if isinstance(self.told, dict) else None

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One note a person and programme while the gap is open."""
        return (
            *to_owned("people", "person_id", "recorded_by_id"),
            CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_for_a_reason"),
            unique_while(
                "uq_gap_notes_one_open", "person_id", "programme", where="ended_at IS NULL"
            ),
            Index("ix_gap_notes_person", "person_id"),
        )
