"""A case that is offered to another owner: the one who has it keeps it until it is taken over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.case_transfers import TransferDecline, TransferStatus
from models.base import Base, Kept, Owned, Versioned, to_owned, unique_while
from models.types import EncryptedText


class CaseTransfer(Base, Owned, Versioned, Kept, kw_only=True):
    """One offer of a case from whoever steers it to somebody else, and what they said."""

    __tablename__ = "case_transfers"

    case_id: Mapped[UUID] = mapped_column()
    to_id: Mapped[UUID] = mapped_column()
    status: Mapped[TransferStatus] = mapped_column()
    offered_at: Mapped[datetime] = mapped_column()
    offered_by_id: Mapped[UUID | None] = mapped_column()
    from_id: Mapped[UUID | None] = mapped_column(default=None)
    """Who had it then."""
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(EncryptedText("case_transfers.words"), default=None)
    decline_reason: Mapped[TransferDecline | None] = mapped_column(default=None)
    answer_words: Mapped[str | None] = mapped_column(
        EncryptedText("case_transfers.answer_words"), default=None
    )

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One a case waits for its answer."""
        return (
            CheckConstraint("(status = 'offered') = (ended_at IS NULL)", name="answered_has_time"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "to_id", "offered_by_id", "from_id"),
            unique_while("uq_case_transfers_one_offered", "case_id", where="status = 'offered'"),
            Index("ix_case_transfers_case", "case_id", "offered_at"),
            Index("ix_case_transfers_to", "to_id", "status"),
        )
