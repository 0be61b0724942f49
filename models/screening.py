"""Re-screening: how far each day's look has come, and the answers that turned."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.screening import TurnDone, TurnKind
from models.base import Base, Codes, Kept, Owned, Versioned, to_owned
from models.types import EncryptedText


class ScreeningRound(Base, Owned, kw_only=True):
    """One look at everybody of a town by one version of the rules on one day, and its place."""

    __tablename__ = "screening_rounds"

    pack: Mapped[str] = mapped_column()
    pack_version: Mapped[str] = mapped_column()
    on_date: Mapped[date] = mapped_column()
    run_id: Mapped[UUID] = mapped_column()
    after_person_id: Mapped[UUID | None] = mapped_column(default=None)
    """Everybody up to here, in the order of keys, has been looked at."""
    claim: Mapped[UUID | None] = mapped_column(default=None)
    """The worker that goes on with it, until its time is over."""
    claimed_until: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each day's look by each version once."""
        return (
            *to_owned("runs", "run_id"),
            UniqueConstraint("town_id", "pack", "pack_version", "on_date"),
        )


class ScreeningTurn(Base, Owned, Versioned, Kept, kw_only=True):
    """An answer that turned without anybody being asked, until a person has looked at it."""

    __tablename__ = "screening_turns"

    person_id: Mapped[UUID] = mapped_column()
    assessment_id: Mapped[UUID] = mapped_column()
    before_id: Mapped[UUID] = mapped_column()
    programme: Mapped[str] = mapped_column()
    turn: Mapped[TurnKind] = mapped_column()
    verdict_before: Mapped[str | None] = mapped_column()
    verdict_after: Mapped[str | None] = mapped_column()
    receiving: Mapped[str] = mapped_column()
    criteria: Mapped[Codes] = mapped_column()
    """Which criteria turned, from what to what."""
    on_date: Mapped[date] = mapped_column()
    found_at: Mapped[datetime] = mapped_column()
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by_id: Mapped[UUID | None] = mapped_column(default=None)
    done: Mapped[TurnDone | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(EncryptedText("screening_turns.words"), default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One row a programme and answer; settled means that something was done."""
        return (
            CheckConstraint("(settled_at IS NULL) = (done IS NULL)", name="settled_by_an_act"),
            *to_owned("people", "person_id", "settled_by_id"),
            *to_owned("assessments", "assessment_id", "before_id"),
            UniqueConstraint("assessment_id", "programme"),
            Index("ix_screening_turns_open", "town_id", "settled_at", "found_at"),
            Index("ix_screening_turns_person", "person_id", "programme"),
        )
