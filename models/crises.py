"""A crisis in a case: who is responsible, which service was rung, what help came first."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.crises import AfterCheck, CrisisEnd, EmergencyOutcome, RungBy
from models.base import Base, Kept, Owned, Versioned, index_while, to_owned, unique_while
from models.types import EncryptedText


class Crisis(Base, Owned, Versioned, Kept, kw_only=True):
    """Help first, check after: one named person is responsible until the all-clear."""

    __tablename__ = "crises"

    case_id: Mapped[UUID] = mapped_column()
    person_id: Mapped[UUID] = mapped_column()
    opened_at: Mapped[datetime] = mapped_column()
    opened_by_id: Mapped[UUID | None] = mapped_column()
    responsible_id: Mapped[UUID] = mapped_column()
    words: Mapped[str | None] = mapped_column(EncryptedText("crises.words"), default=None)
    """What has happened."""
    handed_to_id: Mapped[UUID | None] = mapped_column(default=None)
    """Who was asked to take it over and has not answered."""
    handed_at: Mapped[datetime | None] = mapped_column(default=None)
    helped_on: Mapped[date | None] = mapped_column(default=None)
    help_words: Mapped[str | None] = mapped_column(EncryptedText("crises.help_words"), default=None)
    """What help came first."""
    checked_on: Mapped[date | None] = mapped_column(default=None)
    check_result: Mapped[AfterCheck | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_as: Mapped[CrisisEnd | None] = mapped_column(default=None)
    ended_by_id: Mapped[UUID | None] = mapped_column(default=None)
    end_words: Mapped[str | None] = mapped_column(EncryptedText("crises.end_words"), default=None)
    """How anybody knows that they are safe."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One open a case; an end says how."""
        return (
            CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="ended_has_how"),
            CheckConstraint("(handed_to_id IS NULL) = (handed_at IS NULL)", name="handed_has_time"),
            CheckConstraint(
                "(check_result IS NULL) = (checked_on IS NULL)", name="checked_has_day"
            ),
            *to_owned("cases", "case_id"),
            *to_owned(
                "people", "person_id", "opened_by_id", "responsible_id", "handed_to_id",
                "ended_by_id",
            ),
            unique_while("uq_crises_one_open", "case_id", where="ended_at IS NULL"),
            index_while("ix_crises_open", "town_id", "opened_at", where="ended_at IS NULL"),
            Index("ix_crises_case", "case_id"),
        )  # fmt: skip


class EmergencyCall(Base, Owned, Kept, kw_only=True):
    """An emergency service that was rung: who, which number, when, who was told, what came."""

    __tablename__ = "emergency_calls"

    crisis_id: Mapped[UUID] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    number: Mapped[str] = mapped_column()
    """The public number of the service, as 119."""
    rung_at: Mapped[datetime] = mapped_column()
    rung_by: Mapped[RungBy] = mapped_column()
    outcome: Mapped[EmergencyOutcome] = mapped_column()
    written_at: Mapped[datetime] = mapped_column()
    written_by_id: Mapped[UUID | None] = mapped_column()
    words: Mapped[str | None] = mapped_column(EncryptedText("emergency_calls.words"), default=None)
    """Who was told what."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by its crisis."""
        return (
            *to_owned("crises", "crisis_id"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "written_by_id"),
            Index("ix_emergency_calls_crisis", "crisis_id", "rung_at"),
        )
