"""Messages to many: what was written, to which group, and whom it reaches."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.broadcasts import Audience, BroadcastState, LeftOut, NotBegun, state_of
from models.base import Base, Kept, Owned, Versioned, to_owned
from models.types import EncryptedJson, EncryptedText, JsonValue


class Broadcast(Base, Owned, Versioned, Kept, kw_only=True):
    """One message to a group. What is to be said never changes: other words are another row."""

    __tablename__ = "broadcasts"

    audience: Mapped[Audience] = mapped_column()
    reason: Mapped[str] = mapped_column(EncryptedText("broadcasts.reason"))
    """What it is about and why, for staff."""
    words: Mapped[JsonValue] = mapped_column(EncryptedJson("broadcasts.words"))
    """By language."""
    not_before: Mapped[datetime] = mapped_column()
    valid_until: Mapped[datetime] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()
    made_by_id: Mapped[UUID] = mapped_column()
    centre_id: Mapped[UUID | None] = mapped_column(default=None)
    """Whose people it goes to; None for the whole town."""
    area_id: Mapped[UUID | None] = mapped_column(default=None)
    language: Mapped[str | None] = mapped_column(default=None)
    """Only to people of this language."""
    has_helper: Mapped[bool] = mapped_column(default=False)
    """Only to residents somebody helps now."""
    seen: Mapped[str | None] = mapped_column(default=None)
    """Whom its sender saw when they sent it, as a sketch (`domain/group_sketches.py`)."""
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    sent_by_id: Mapped[UUID | None] = mapped_column(default=None)
    run_id: Mapped[UUID | None] = mapped_column(default=None)
    planned_at: Mapped[datetime | None] = mapped_column(default=None)
    """When everybody of the group was kept; only then the first message of it is written."""
    not_begun: Mapped[NotBegun | None] = mapped_column(default=None)
    """Why it is a draft again after somebody sent it."""
    written_at: Mapped[datetime | None] = mapped_column(default=None)
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)
    stopped_by_id: Mapped[UUID | None] = mapped_column(default=None)

    @property
    def state(self) -> BroadcastState:
        """How far it has come."""
        return state_of(
            sent_at=self.sent_at, written_at=self.written_at, stopped_at=self.stopped_at
        )

    @property
    def is_planned_now(self) -> bool:
        """Whether it was sent and its group is not kept whole yet."""
        return self.sent_at is not None and self.planned_at is None and self.stopped_at is None

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """True for some time; found while it is under way."""
        return (
            CheckConstraint("valid_until > not_before", name="some_time_to_send"),
            *to_owned("people", "made_by_id", "sent_by_id", "stopped_by_id"),
            *to_owned("centres", "centre_id"),
            *to_owned("areas", "area_id"),
            *to_owned("runs", "run_id"),
            Index("ix_broadcasts_created", "town_id", "created_at"),
            Index("ix_broadcasts_under_way", "written_at", "sent_at"),
        )


class BroadcastPerson(Base, Owned, kw_only=True):
    """One person of the group, as it was when it was sent."""

    __tablename__ = "broadcast_people"

    broadcast_id: Mapped[UUID] = mapped_column()
    person_id: Mapped[UUID] = mapped_column()
    language: Mapped[str] = mapped_column()
    left_out: Mapped[LeftOut | None] = mapped_column(default=None)
    promised_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Everybody once; those that wait for their message are found by one index."""
        return (
            UniqueConstraint("broadcast_id", "person_id"),
            *to_owned("broadcasts", "broadcast_id"),
            *to_owned("people", "person_id"),
            Index("ix_broadcast_people_waiting", "broadcast_id", "promised_at", "left_out"),
        )
