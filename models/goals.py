"""Goals of a case's plan."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.goals import GiveUpReason, GoalStatus
from models.base import Base, Kept, Owned, Versioned, to_owned
from models.types import EncryptedText


class CaseGoal(Base, Owned, Versioned, Kept, kw_only=True):
    """What is to be reached in one case by which day, and what became of it."""

    __tablename__ = "case_goals"

    case_id: Mapped[UUID] = mapped_column()
    words: Mapped[str] = mapped_column(EncryptedText("case_goals.words"))
    target_on: Mapped[date] = mapped_column()
    status: Mapped[GoalStatus] = mapped_column()
    set_at: Mapped[datetime] = mapped_column()
    set_by_id: Mapped[UUID | None] = mapped_column()
    agreed_on: Mapped[date | None] = mapped_column(default=None)
    """The day the resident agreed; none while they have not."""
    ended_on: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[GiveUpReason | None] = mapped_column(default=None)
    """Why it was given up."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """What has ended has a day, what was given up a reason, and nothing else has one."""
        return (
            CheckConstraint("(status = 'open') = (ended_on IS NULL)", name="ended_has_day"),
            CheckConstraint(
                "(status = 'given_up') = (reason IS NOT NULL)", name="given_up_has_reason"
            ),
            *to_owned("cases", "case_id"),
            *to_owned("people", "set_by_id"),
            Index("ix_case_goals_case", "case_id", "status"),
        )
