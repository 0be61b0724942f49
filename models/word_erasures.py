"""How far the nightly erasing of old words has come in a town."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned


class WordErasure(Base, Owned, kw_only=True):
    """One row a town: the last night, and from where the next one looks on."""

    __tablename__ = "word_erasures"

    night: Mapped[date] = mapped_column()
    """The local day whose night it is, or was."""
    begun_at: Mapped[datetime] = mapped_column()
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    """None while it is under way, or was cut off: it goes on then."""
    before: Mapped[datetime] = mapped_column()
    """Words older than this were looked at."""
    messages_from: Mapped[datetime | None] = mapped_column(default=None)
    """Every older message has no words any more."""
    replies_from: Mapped[datetime | None] = mapped_column(default=None)
    messages: Mapped[int] = mapped_column(default=0)
    """Whose words were erased in this night."""
    replies: Mapped[int] = mapped_column(default=0)
    left: Mapped[int] = mapped_column(default=0)
    """As old, and left as they are: something about them is open, or the law holds them."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One a town."""
        return (UniqueConstraint("town_id"),)
