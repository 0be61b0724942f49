"""A case somebody wishes to close: how it came out, what was open then, and the second person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.closing_proposals import ClosingStatus
from hopecare.domain.outcomes import CaseOutcome
from models.base import Base, Codes, Kept, Owned, Versioned, index_while, to_owned, unique_while
from models.types import EncryptedText


class ClosingProposal(Base, Owned, Versioned, Kept, kw_only=True):
    """One wish to close a case, until somebody else has looked at it."""

    __tablename__ = "closing_proposals"

    case_id: Mapped[UUID] = mapped_column()
    status: Mapped[ClosingStatus] = mapped_column()
    outcome: Mapped[CaseOutcome] = mapped_column()
    case_version: Mapped[int] = mapped_column()
    still_open: Mapped[Codes] = mapped_column()
    """What was open when it was proposed: kind, key and state of each."""
    alert_ids: Mapped[Codes] = mapped_column()
    """Alerts that are to end with the case."""
    made_at: Mapped[datetime] = mapped_column()
    made_by_id: Mapped[UUID | None] = mapped_column()
    words: Mapped[str | None] = mapped_column(
        EncryptedText("closing_proposals.words"), default=None
    )
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was decided, or needed no decision any more."""
    decided_by_id: Mapped[UUID | None] = mapped_column(default=None)
    answer_words: Mapped[str | None] = mapped_column(
        EncryptedText("closing_proposals.answer_words"), default=None
    )

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One a case waits for its decision; nobody decides on their own."""
        return (
            CheckConstraint("(status = 'pending') = (ended_at IS NULL)", name="ended_has_time"),
            CheckConstraint(
                "decided_by_id IS NULL OR made_by_id IS NULL OR decided_by_id <> made_by_id",
                name="second_person",
            ),
            *to_owned("cases", "case_id"),
            *to_owned("people", "made_by_id", "decided_by_id"),
            unique_while("uq_closing_proposals_one_pending", "case_id", where="status = 'pending'"),
            index_while(
                "ix_closing_proposals_waits", "town_id", "made_at", where="status = 'pending'"
            ),
            Index("ix_closing_proposals_case", "case_id", "made_at"),
        )
