"""Who has looked at which automatic wording, in which version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned, to_owned


class WordingRehearsal(Base, Owned, kw_only=True):
    """Append-only: somebody has looked at a wording's rehearsal, in the version it had."""

    __tablename__ = "wording_rehearsals"

    wording: Mapped[str] = mapped_column()
    version: Mapped[str] = mapped_column()
    """Empty where the network changed and says it otherwise: no look before this one holds."""
    seen_at: Mapped[datetime] = mapped_column()
    seen_by: Mapped[str] = mapped_column()
    """Whose doing: an account's code, or the name of what set the town up."""
    seen_by_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by wording."""
        return (
            *to_owned("people", "seen_by_id"),
            Index("ix_wording_rehearsals_wording", "town_id", "wording", "version"),
        )
