"""When a town stopped everything that leaves, and when it let words leave again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.channels import Channel
from models.base import Base, Kept, Owned, to_owned, unique_while
from models.types import EncryptedText


class SendingStop(Base, Owned, Kept, kw_only=True):
    """One stop: of which channel, by whom, why, and how it ended. Both reasons can be blanked."""

    __tablename__ = "sending_stops"

    channel: Mapped[Channel | None] = mapped_column()
    """None for everything that leaves."""
    stopped_at: Mapped[datetime] = mapped_column()
    stopped_by_id: Mapped[UUID | None] = mapped_column(default=None)
    """None where it was done from the command line."""
    reason: Mapped[str | None] = mapped_column(EncryptedText("sending_stops.reason"), default=None)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    started_by_id: Mapped[UUID | None] = mapped_column(default=None)
    start_reason: Mapped[str | None] = mapped_column(
        EncryptedText("sending_stops.start_reason"), default=None
    )

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One stop stands for a channel at a time, and one for all of them."""
        stands = "started_at IS NULL"
        return (
            CheckConstraint("started_at IS NULL OR started_at >= stopped_at", name="ends_after"),
            *to_owned("people", "stopped_by_id", "started_by_id"),
            unique_while("uq_sending_stops_all", "town_id", where=f"{stands} AND channel IS NULL"),
            unique_while("uq_sending_stops_channel", "town_id", "channel", where=stands),
            Index("ix_sending_stops_town", "town_id", "stopped_at"),
        )
