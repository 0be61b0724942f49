"""Days on which a town's offices are shut, beside the holidays of its country."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned


class TownHoliday(Base, Owned, kw_only=True):
    """One such day, by the name the town has for it."""

    __tablename__ = "town_holidays"

    day: Mapped[date] = mapped_column()
    label: Mapped[str] = mapped_column()
    entered_at: Mapped[datetime] = mapped_column()
    by_account_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A day is a holiday once."""
        return (
            UniqueConstraint("town_id", "day"),
            ForeignKeyConstraint(["town_id", "by_account_id"], ["accounts.town_id", "accounts.id"]),
        )
