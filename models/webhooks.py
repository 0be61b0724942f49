"""Where events are sent to, and each sending of one event."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Codes, Owned, Versioned, index_while, to_owned
from models.types import EncryptedText


class SendingState(StrEnum):
    """Where the sending of one event stands."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Webhook(Base, Owned, Versioned, kw_only=True):
    """An address of another system that is told of events its account may read."""

    __tablename__ = "webhooks"

    account_id: Mapped[UUID] = mapped_column()
    label: Mapped[str] = mapped_column()
    url: Mapped[str] = mapped_column()
    events: Mapped[Codes] = mapped_column()
    secret: Mapped[str] = mapped_column(EncryptedText("webhooks.secret"))
    created_at: Mapped[datetime] = mapped_column()
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)
    failed_at: Mapped[datetime | None] = mapped_column(default=None)
    """When we gave up by ourselves; None where a person disabled it, or it runs."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Belongs to an account of the town."""
        return to_owned("accounts", "account_id")


class WebhookSending(Base, Owned, kw_only=True):
    """One event for one webhook: sent once, and again only when somebody asks for it."""

    __tablename__ = "webhook_sendings"

    webhook_id: Mapped[UUID] = mapped_column()
    entry_id: Mapped[UUID] = mapped_column()
    state: Mapped[SendingState] = mapped_column()
    due_at: Mapped[datetime | None] = mapped_column()
    """When it is tried next; while one process has it, when another may."""
    tries: Mapped[int] = mapped_column(default=0)
    """Never less than before: a late word of an earlier try is known by it."""
    tries_before: Mapped[int] = mapped_column(default=0)
    """Those before it was asked for again, which do not count any more."""
    last_status: Mapped[int | None] = mapped_column(default=None)
    """The HTTP status of the last try; None where nobody answered."""
    last_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each event once a webhook; what is due is found at once."""
        return (
            *to_owned("webhooks", "webhook_id"),
            *to_owned("timeline_entries", "entry_id"),
            UniqueConstraint("webhook_id", "entry_id"),
            index_while("ix_webhook_sendings_due", "due_at", where="due_at IS NOT NULL"),
        )
