"""What other bodies bring regularly, and where the same help twice on one day was looked at."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.aid import DoubleEnd, ToldBy
from hopecare.domain.needs import NeedKind
from models.base import Base, Codes, Kept, Owned, Versioned, to_owned
from models.types import EncryptedText


class OtherHelp(Base, Owned, Versioned, Kept, kw_only=True):
    """Another body's regular help to one home: who, what kind, on which days, from whom we know."""

    __tablename__ = "other_helps"

    case_id: Mapped[UUID] = mapped_column()
    kind: Mapped[NeedKind] = mapped_column()
    who: Mapped[str] = mapped_column(EncryptedText("other_helps.who"))
    weekdays: Mapped[Codes] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    told_by: Mapped[ToldBy] = mapped_column()
    told_on: Mapped[date] = mapped_column()
    """The day we learned of it."""
    noted_at: Mapped[datetime] = mapped_column()
    noted_by_id: Mapped[UUID | None] = mapped_column()
    until_on: Mapped[date | None] = mapped_column(default=None)
    """The last day it still comes."""
    organisation_id: Mapped[UUID | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Its last day is not before its first."""
        return (
            CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_begin"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "noted_by_id"),
            *to_owned("organisations", "organisation_id"),
            Index("ix_other_helps_case", "case_id"),
        )


class DoubleHelpNote(Base, Owned, kw_only=True):
    """Somebody looked at two helps of one kind that come on the same days, and said how it is."""

    __tablename__ = "double_help_notes"

    case_id: Mapped[UUID] = mapped_column()
    kind: Mapped[NeedKind] = mapped_column()
    one_id: Mapped[UUID] = mapped_column()
    """A need of ours or another body's help."""
    other_id: Mapped[UUID] = mapped_column()
    weekdays: Mapped[Codes] = mapped_column()
    settled_as: Mapped[DoubleEnd] = mapped_column()
    settled_at: Mapped[datetime] = mapped_column()
    settled_by_id: Mapped[UUID | None] = mapped_column()

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by case."""
        return (
            *to_owned("cases", "case_id"),
            *to_owned("people", "settled_by_id"),
            Index("ix_double_help_notes_case", "case_id"),
        )
