"""The telephone as a door: calls that were made or taken, and calls that somebody owes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.calls import CallDirection, CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from models.base import Base, Kept, Owned, Versioned, index_while, to_owned
from models.types import EncryptedText


class Call(Base, Owned, Kept, kw_only=True):
    """One telephone call or one try at a door, with what came of it."""

    __tablename__ = "calls"

    direction: Mapped[CallDirection] = mapped_column()
    outcome: Mapped[CallOutcome] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    by_id: Mapped[UUID | None] = mapped_column()
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    report_id: Mapped[UUID | None] = mapped_column(default=None)
    call_task_id: Mapped[UUID | None] = mapped_column(default=None)
    number: Mapped[str | None] = mapped_column(EncryptedText("calls.number"), default=None)
    number_index: Mapped[str | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(EncryptedText("calls.words"), default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by person, by report and by number."""
        return (
            *to_owned("people", "person_id", "by_id"),
            *to_owned("reports", "report_id"),
            *to_owned("call_tasks", "call_task_id"),
            Index("ix_calls_person", "person_id", "at"),
            Index("ix_calls_number", "town_id", "number_index", "at"),
        )


class CallTask(Base, Owned, Versioned, Kept, kw_only=True):
    """A call a person of staff owes somebody, by when, and what came of it."""

    __tablename__ = "call_tasks"

    kind: Mapped[CallTaskKind] = mapped_column()
    status: Mapped[CallTaskStatus] = mapped_column()
    due_at: Mapped[datetime] = mapped_column()
    dedup_key: Mapped[str] = mapped_column()
    """One owed call for one cause, however often the cause is seen."""
    created_at: Mapped[datetime] = mapped_column()
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    about_person_id: Mapped[UUID | None] = mapped_column(default=None)
    """Whom the call is about, where it is not the one called."""
    case_id: Mapped[UUID | None] = mapped_column(default=None)
    need_id: Mapped[UUID | None] = mapped_column(default=None)
    """For which need somebody is looked for; of a missed day, the need of that day."""
    report_id: Mapped[UUID | None] = mapped_column(default=None)
    slot_id: Mapped[UUID | None] = mapped_column(default=None)
    owner_id: Mapped[UUID | None] = mapped_column(default=None)
    centre_id: Mapped[UUID | None] = mapped_column(default=None)
    came_at: Mapped[datetime | None] = mapped_column(default=None)
    """Since when it is owed in this centre, where it came from another."""
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[CallOutcome | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(EncryptedText("call_tasks.words"), default=None)
    put_off_until: Mapped[datetime | None] = mapped_column(default=None)
    """The hour chosen by whoever put it off without a try; by when it is owed stays in `due_at`."""
    put_off_at: Mapped[datetime | None] = mapped_column(default=None)
    put_off_by_id: Mapped[UUID | None] = mapped_column(default=None)
    put_off_words: Mapped[str | None] = mapped_column(
        EncryptedText("call_tasks.put_off_words"), default=None
    )

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Done has a time; open ones are found by what is due first."""
        return (
            UniqueConstraint("town_id", "dedup_key"),
            CheckConstraint("(status = 'open') = (done_at IS NULL)", name="done_has_time"),
            *to_owned("people", "person_id", "about_person_id", "owner_id", "put_off_by_id"),
            *to_owned("cases", "case_id"),
            *to_owned("needs", "need_id"),
            *to_owned("reports", "report_id"),
            *to_owned("check_in_slots", "slot_id"),
            *to_owned("centres", "centre_id"),
            Index("ix_call_tasks_due", "town_id", "status", "due_at"),
            index_while("ix_call_tasks_need", "need_id", where="need_id IS NOT NULL"),
        )
