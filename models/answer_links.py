"""Links by which one question is answered once. The link itself is nowhere: only its keyed hash."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.answer_links import LinkAnswer
from models.base import Base, Owned, to_owned


class AnswerLink(Base, Owned, kw_only=True):
    """The link of one message: whose, until when, and what was answered by it.

    What it asks stands in the message. It is revoked by what is true when it is opened: nobody has
    to remember to revoke it.
    """

    __tablename__ = "answer_links"

    message_id: Mapped[UUID] = mapped_column()
    person_id: Mapped[UUID] = mapped_column()
    """Whom it was sent to; it opens for nobody else, whatever record becomes of theirs."""
    token_index: Mapped[str] = mapped_column()
    """Keyed hash of the signs in the address."""
    made_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()
    is_neutral: Mapped[bool] = mapped_column()
    """The telephone is shared: the page says no name, no subject and no sender either."""
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    answer: Mapped[LinkAnswer | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One a message; used once, with an answer."""
        return (
            UniqueConstraint("message_id"),
            UniqueConstraint("token_index"),
            CheckConstraint("(used_at IS NULL) = (answer IS NULL)", name="used_with_an_answer"),
            *to_owned("messages", "message_id"),
            *to_owned("people", "person_id"),
        )
