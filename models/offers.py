"""Offers to volunteers, the tasks that come of them, visits and worries."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.aid import NoteMark
from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.offers import DeclineReason, TaskEnd, VisitResult
from models.base import Base, Kept, Owned, Versioned, to_owned, unique_while
from models.types import EncryptedText


class Offer(Base, Owned, Versioned, kw_only=True):
    """We asked one volunteer for one need, until when, and what they answered."""

    __tablename__ = "offers"

    need_id: Mapped[UUID] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    helper_id: Mapped[UUID] = mapped_column()
    code: Mapped[str] = mapped_column()
    """What a volunteer types or says to answer."""
    status: Mapped[OfferStatus] = mapped_column()
    wave: Mapped[int] = mapped_column()
    made_at: Mapped[datetime] = mapped_column()
    lapses_at: Mapped[datetime] = mapped_column()
    cost: Mapped[int] = mapped_column()
    """Metres and metre-equivalents; the terms add up to it."""
    distance_m: Mapped[int] = mapped_column()
    terms: Mapped[dict[str, int]] = mapped_column(JSON())
    made_by_id: Mapped[UUID | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_way: Mapped[ReplyWay | None] = mapped_column(default=None)
    decline_reason: Mapped[DeclineReason | None] = mapped_column(default=None)
    chance: Mapped[float | None] = mapped_column(default=None)
    """How likely a yes was reckoned; None where staff chose whom to ask."""
    rank: Mapped[float | None] = mapped_column(default=None)
    """What their place in the wave was decided by; higher is sooner."""
    asked_for: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    """Help, days, hours and district as the question put last says them; a yes is held to it."""
    words_lost_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was seen that the question put last never came to them: they owe no answer."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Never two standing offers of one need to one volunteer."""
        return (
            UniqueConstraint("town_id", "code"),
            CheckConstraint("lapses_at > made_at", name="lapses_after_made"),
            CheckConstraint(
                "status <> 'accepted' OR answered_at IS NOT NULL", name="accepted_has_time"
            ),
            *to_owned("needs", "need_id"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "helper_id", "made_by_id"),
            unique_while(
                "uq_offers_one_standing", "need_id", "helper_id", where="status = 'standing'"
            ),
            Index("ix_offers_need", "need_id", "status"),
            Index("ix_offers_helper", "helper_id", "status"),
            Index("ix_offers_lapse", "status", "lapses_at"),
        )


class Task(Base, Owned, Versioned, kw_only=True):
    """What a helper accepted. While it is active they may read address and telephone."""

    __tablename__ = "tasks"

    need_id: Mapped[UUID] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    helper_id: Mapped[UUID] = mapped_column()
    offer_id: Mapped[UUID | None] = mapped_column()
    status: Mapped[TaskStatus] = mapped_column()
    place: Mapped[int] = mapped_column()
    """1, or 2 for the second person of a two-person visit."""
    started_at: Mapped[datetime] = mapped_column()
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by: Mapped[TaskEnd | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A place is filled once at a time; a helper holds a need once at a time."""
        return (
            CheckConstraint("(status = 'ended') = (ended_at IS NOT NULL)", name="ended_has_time"),
            CheckConstraint("place BETWEEN 1 AND 2", name="known_place"),
            *to_owned("needs", "need_id"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "helper_id"),
            *to_owned("offers", "offer_id"),
            unique_while("uq_tasks_one_a_place", "need_id", "place", where="status = 'active'"),
            Index("ix_tasks_helper", "helper_id", "status"),
            Index("ix_tasks_case", "case_id"),
        )


class Visit(Base, Owned, Kept, kw_only=True):
    """A logged meeting between a helper and a resident."""

    __tablename__ = "visits"

    task_id: Mapped[UUID] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    helper_id: Mapped[UUID] = mapped_column()
    visited_at: Mapped[datetime] = mapped_column()
    logged_at: Mapped[datetime] = mapped_column()
    minutes: Mapped[int] = mapped_column()
    result: Mapped[VisitResult] = mapped_column()
    words: Mapped[str | None] = mapped_column(EncryptedText("visits.words"), default=None)
    words_as: Mapped[NoteMark | None] = mapped_column(default=None)
    """Seen with their own eyes, or an impression; None where the helper did not say."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A visit lasts between a minute and a day."""
        return (
            CheckConstraint("minutes BETWEEN 1 AND 1440", name="within_a_day"),
            *to_owned("tasks", "task_id"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "helper_id"),
            Index("ix_visits_case", "case_id", "visited_at"),
            Index("ix_visits_helper", "helper_id", "visited_at"),
        )


class Worry(Base, Owned, Kept, kw_only=True):
    """A helper or keyholder is uneasy; staff look at it."""

    __tablename__ = "worries"

    case_id: Mapped[UUID] = mapped_column()
    raised_by_id: Mapped[UUID] = mapped_column()
    raised_at: Mapped[datetime] = mapped_column()
    is_crisis: Mapped[bool] = mapped_column()
    words: Mapped[str | None] = mapped_column(EncryptedText("worries.words"))
    task_id: Mapped[UUID | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by case."""
        return (
            *to_owned("cases", "case_id"),
            *to_owned("people", "raised_by_id"),
            *to_owned("tasks", "task_id"),
            Index("ix_worries_case", "case_id"),
        )
