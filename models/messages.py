"""Messages: every outgoing word is a row first; every incoming word is kept once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.domain.priorities import Priority
from hopecare.domain.replies import NothingToDo, ReplyMeaning
from models.base import Base, Kept, Owned, index_while, to_owned
from models.types import EncryptedText


class Message(Base, Owned, Kept, kw_only=True):
    """A promise to say something to one person before a moment, and how far it came."""

    __tablename__ = "messages"

    kind: Mapped[MessageKind] = mapped_column()
    status: Mapped[MessageStatus] = mapped_column()
    channel: Mapped[Channel] = mapped_column()
    language: Mapped[str] = mapped_column()
    dedup_key: Mapped[str] = mapped_column()
    """One slot for one person exists once."""
    to_person_id: Mapped[UUID] = mapped_column()
    not_before: Mapped[datetime] = mapped_column()
    valid_until: Mapped[datetime] = mapped_column()
    """After this it is never sent."""
    created_at: Mapped[datetime] = mapped_column()
    body: Mapped[str | None] = mapped_column(EncryptedText("messages.body"))
    """Blanked once a secret was sent or has expired."""
    wording: Mapped[str | None] = mapped_column(default=None)
    """Which automatic wording it says, in which version, as "check_in@1a2b3c4d"; None where a
    person wrote the words, or before wordings had versions."""
    contact_point_id: Mapped[UUID | None] = mapped_column(default=None)
    """Where it went; chosen when it is sent, by what holds then."""
    is_urgent: Mapped[bool] = mapped_column(default=False)
    """May go out in quiet hours."""
    priority: Mapped[int] = mapped_column(
        default=Priority.ORDINARY, server_default=str(int(Priority.ORDINARY))
    )
    """Its place in the line at our sender; the lowest leaves first."""
    rank: Mapped[int] = mapped_column(default=0)
    """How far the status came; it never goes back."""
    attempt: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None] = mapped_column(default=None)
    looked_at: Mapped[datetime | None] = mapped_column(default=None)
    """When we last asked the provider about it; None once it has said something by itself.

    Put back where it did not answer, so that it is asked again soon."""
    looks: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    provider: Mapped[str | None] = mapped_column(default=None)
    provider_sid: Mapped[str | None] = mapped_column(default=None)
    error_code: Mapped[str | None] = mapped_column(default=None)
    hold_reason: Mapped[HoldReason | None] = mapped_column(default=None)
    possible_duplicate: Mapped[bool] = mapped_column(default=False)
    segments: Mapped[int | None] = mapped_column(default=None)
    cost_micros: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """What it costs by the price that held when it left; None where nobody has said a price."""
    cost_currency: Mapped[str | None] = mapped_column(default=None)
    charged_micros: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """What the provider says it has charged, for every send of it."""
    charged_currency: Mapped[str | None] = mapped_column(default=None)
    lost_micros: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """What of both was for earlier sends, which got lost; None where none did."""
    case_id: Mapped[UUID | None] = mapped_column(default=None)
    offer_id: Mapped[UUID | None] = mapped_column(default=None)
    slot_id: Mapped[UUID | None] = mapped_column(default=None)
    alert_id: Mapped[UUID | None] = mapped_column(default=None)
    broadcast_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Once a key, once a provider's name for it; due ones found by one index."""
        return (
            UniqueConstraint("town_id", "dedup_key"),
            UniqueConstraint("provider", "provider_sid"),
            CheckConstraint("valid_until > not_before", name="some_time_to_send"),
            *to_owned("people", "to_person_id"),
            *to_owned("contact_points", "contact_point_id"),
            *to_owned("cases", "case_id"),
            *to_owned("offers", "offer_id"),
            *to_owned("check_in_slots", "slot_id"),
            *to_owned("alerts", "alert_id"),
            *to_owned("broadcasts", "broadcast_id"),
            Index("ix_messages_priority", "status", "priority", "not_before"),
            Index("ix_messages_person", "to_person_id", "created_at"),
            index_while("ix_messages_told", "to_person_id", "sent_at", where="sent_at IS NOT NULL"),
            index_while(
                "ix_messages_leaving", "to_person_id", "claimed_at", where="claimed_at IS NOT NULL"
            ),
            Index("ix_messages_made", "town_id", "created_at"),
            index_while("ix_messages_offer", "offer_id", where="offer_id IS NOT NULL"),
            Index("ix_messages_slot", "slot_id"),
            index_while(
                "ix_messages_broadcast", "broadcast_id", "status", where="broadcast_id IS NOT NULL"
            ),
            index_while("ix_messages_alert", "alert_id", where="alert_id IS NOT NULL"),
            index_while(
                "ix_messages_twice",
                "town_id",
                "created_at",
                where="possible_duplicate",
                in_sqlite="possible_duplicate = 1",
            ),
            index_while("ix_messages_sent", "town_id", "sent_at", where="sent_at IS NOT NULL"),
        )


class MessageEvent(Base, Owned, kw_only=True):
    """Append-only: every attempt, answer and callback about a message."""

    __tablename__ = "message_events"

    message_id: Mapped[UUID] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    status: Mapped[MessageStatus] = mapped_column()
    attempt: Mapped[int] = mapped_column()
    code: Mapped[str | None] = mapped_column(default=None)
    """The provider's error code, or why we held or stopped it."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by message."""
        return (
            *to_owned("messages", "message_id"),
            Index("ix_message_events_message", "message_id", "at"),
        )


class InboundMessage(Base, Owned, Kept, kw_only=True):
    """A reply or a keypress, kept once, with what it was taken to mean."""

    __tablename__ = "inbound_messages"

    provider: Mapped[str] = mapped_column()
    provider_sid: Mapped[str] = mapped_column()
    channel: Mapped[Channel] = mapped_column()
    received_at: Mapped[datetime] = mapped_column()
    from_number: Mapped[str] = mapped_column(EncryptedText("inbound_messages.from_number"))
    from_index: Mapped[str] = mapped_column()
    body: Mapped[str | None] = mapped_column(EncryptedText("inbound_messages.body"))
    meaning: Mapped[ReplyMeaning] = mapped_column()
    needs_review: Mapped[bool] = mapped_column()
    """Several open questions, or none: a person decides, never a guess."""
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    slot_id: Mapped[UUID | None] = mapped_column(default=None)
    offer_id: Mapped[UUID | None] = mapped_column(default=None)
    alert_id: Mapped[UUID | None] = mapped_column(default=None)
    reviewed_at: Mapped[datetime | None] = mapped_column(default=None)
    reviewed_by_id: Mapped[UUID | None] = mapped_column(default=None)
    nothing_to_do: Mapped[NothingToDo | None] = mapped_column(default=None)
    """Why whoever read it found nothing to do."""
    report_id: Mapped[UUID | None] = mapped_column(default=None)
    """The report that was made of it."""
    stranger_told_at: Mapped[datetime | None] = mapped_column(default=None)
    """When a number nobody knows was told whom to call: once in some months."""
    wants_call: Mapped[bool] = mapped_column(default=False, server_default=false())
    """They rang us and pressed the key for a call back."""
    erased_at: Mapped[datetime | None] = mapped_column(default=None)
    """When its words and number were erased, being old; what it meant stays."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A provider's message is taken in once."""
        return (
            UniqueConstraint("provider", "provider_sid"),
            *to_owned("people", "person_id", "reviewed_by_id"),
            *to_owned("check_in_slots", "slot_id"),
            *to_owned("offers", "offer_id"),
            *to_owned("alerts", "alert_id"),
            *to_owned("reports", "report_id"),
            Index("ix_inbound_messages_report", "report_id"),
            Index("ix_inbound_messages_told", "town_id", "stranger_told_at"),
            Index("ix_inbound_messages_review", "town_id", "needs_review", "received_at"),
            Index("ix_inbound_messages_from", "town_id", "from_index"),
            Index("ix_inbound_messages_received", "town_id", "received_at"),
        )
