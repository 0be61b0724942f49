"""What words cost, summed by day; and when the sender is free again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.channels import Channel
from models.base import Base, Keyed, Owned


class CostDay(Base, Owned, kw_only=True):
    """What a town's texts or calls of one day cost, in its own currency; always summed anew."""

    __tablename__ = "cost_days"

    day: Mapped[date] = mapped_column()
    """In the town's own time."""
    channel: Mapped[Channel] = mapped_column()
    messages: Mapped[int] = mapped_column()
    without_price: Mapped[int] = mapped_column()
    """How many of them have no price in the town's currency."""
    segments: Mapped[int] = mapped_column()
    micros: Mapped[int] = mapped_column(BigInteger)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One row a day and channel; a month is found by its days."""
        return (UniqueConstraint("town_id", "day", "channel"),)


class SenderPace(Base, Keyed, kw_only=True):
    """When our sender may be used again, for all processes together."""

    __tablename__ = "sender_paces"

    channel: Mapped[Channel] = mapped_column(unique=True)
    free_at: Mapped[datetime] = mapped_column()
