"""Help every week: who is backup, which weeks are missed, and the words a helper leaves behind."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.care_path import MissedWeekStatus
from hopecare.domain.weekly import BackupEnd, BackupOrigin, MissReason
from models.base import Base, Kept, Owned, Versioned, index_while, to_owned, unique_while
from models.types import EncryptedText


class Backup(Base, Owned, Versioned, kw_only=True):
    """A volunteer who steps in when the helper of a weekly need cannot come."""

    __tablename__ = "backups"

    need_id: Mapped[UUID] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    helper_id: Mapped[UUID] = mapped_column()
    origin: Mapped[BackupOrigin] = mapped_column()
    since: Mapped[datetime] = mapped_column()
    named_by_id: Mapped[UUID | None] = mapped_column(default=None)
    until: Mapped[datetime | None] = mapped_column(default=None)
    ended_as: Mapped[BackupEnd | None] = mapped_column(default=None)
    cannot_as: Mapped[str | None] = mapped_column(default=None)
    """The rule that keeps them from stepping in, as it was last seen; nothing while none does."""
    cannot_since: Mapped[datetime | None] = mapped_column(default=None)
    """Since when it is seen: a call made before then was about another time."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One backup of a need at a time; an end has its reason."""
        return (
            CheckConstraint("(until IS NULL) = (ended_as IS NULL)", name="ended_has_reason"),
            *to_owned("needs", "need_id"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "helper_id", "named_by_id"),
            unique_while("uq_backups_one_live", "need_id", where="until IS NULL"),
            Index("ix_backups_helper", "helper_id", "until"),
            Index("ix_backups_case", "case_id"),
        )


class MissedWeek(Base, Owned, Versioned, kw_only=True):
    """The helper of a weekly need cannot come on one day: somebody else is looked for."""

    __tablename__ = "missed_weeks"

    task_id: Mapped[UUID] = mapped_column()
    need_id: Mapped[UUID] = mapped_column()
    """What is needed every week."""
    case_id: Mapped[UUID] = mapped_column()
    helper_id: Mapped[UUID] = mapped_column()
    """Who usually comes."""
    cover_need_id: Mapped[UUID] = mapped_column()
    """The same help on that one day: it is asked, taken and logged as any other need."""
    on_date: Mapped[date] = mapped_column()
    said_at: Mapped[datetime] = mapped_column()
    status: Mapped[MissedWeekStatus] = mapped_column()
    due_at: Mapped[datetime | None] = mapped_column()
    """When it is looked at next: the evening before, and when the day is over."""
    reason: Mapped[MissReason | None] = mapped_column(default=None)
    said_by_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A day of a task is missed once, unless it was called off."""
        return (
            UniqueConstraint("cover_need_id"),
            *to_owned("tasks", "task_id"),
            *to_owned("needs", "need_id", "cover_need_id"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "helper_id", "said_by_id"),
            unique_while(
                "uq_missed_weeks_once", "task_id", "on_date", where="status <> 'called_off'"
            ),
            index_while("ix_missed_weeks_due", "due_at", where="due_at IS NOT NULL"),
            Index("ix_missed_weeks_need", "need_id", "on_date"),
            Index("ix_missed_weeks_case", "case_id"),
        )


class Introduction(Base, Owned, Kept, kw_only=True):
    """What a helper who leaves writes for whoever comes after them."""

    __tablename__ = "introductions"

    need_id: Mapped[UUID] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    task_id: Mapped[UUID] = mapped_column()
    """The task that was handed back."""
    written_at: Mapped[datetime] = mapped_column()
    words: Mapped[str | None] = mapped_column(EncryptedText("introductions.words"))
    """Nothing once the successor's task has ended."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One a task."""
        return (
            UniqueConstraint("task_id"),
            *to_owned("needs", "need_id"),
            *to_owned("cases", "case_id"),
            *to_owned("tasks", "task_id"),
            Index("ix_introductions_need", "need_id", "written_at"),
        )
