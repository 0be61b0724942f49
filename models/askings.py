"""Askings: neighbours are asked for one need, wave after wave, until its time is over."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.care_path import AskingStatus
from models.base import Base, Owned, Versioned, to_owned, unique_while

Counts = dict[str, int]
"""How many for each code: nobody is named."""


class Asking(Base, Owned, Versioned, kw_only=True):
    """Neighbours are asked for one need: since when, until when, and when the next are."""

    __tablename__ = "askings"

    need_id: Mapped[UUID] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    status: Mapped[AskingStatus] = mapped_column()
    opened_at: Mapped[datetime] = mapped_column()
    deadline: Mapped[datetime] = mapped_column()
    next_wave_at: Mapped[datetime] = mapped_column()
    due_at: Mapped[datetime | None] = mapped_column()
    """When it is looked at next: for a wave, to tell staff, or to end; None once it has ended."""
    policy_version: Mapped[str] = mapped_column()
    opened_by_id: Mapped[UUID | None] = mapped_column(default=None)
    """None where it began by itself."""
    known_helper_id: Mapped[UUID | None] = mapped_column(default=None)
    """Who helped this resident last: asked alone at first."""
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    """Until when one worker has it alone."""
    escalated_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    considered: Mapped[int | None] = mapped_column(default=None)
    """How many volunteers the last look went through."""
    skipped: Mapped[Counts] = mapped_column(JSON(), default_factory=dict)
    """Who was left in peace at the last look, counted by the cap that says so."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One live asking a need; what has ended is never due."""
        return (
            CheckConstraint("deadline > opened_at", name="deadline_after_opened"),
            CheckConstraint(
                "(status IN ('filled', 'expired', 'withdrawn')) = (ended_at IS NOT NULL)",
                name="ended_has_time",
            ),
            CheckConstraint("(ended_at IS NULL) = (due_at IS NOT NULL)", name="live_is_due"),
            *to_owned("needs", "need_id"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "known_helper_id", "opened_by_id"),
            unique_while("uq_askings_one_live", "need_id", where="ended_at IS NULL"),
            Index("ix_askings_due", "due_at"),
            Index("ix_askings_next_wave", "next_wave_at"),
            Index("ix_askings_case", "case_id", "opened_at"),
        )


class AskingWave(Base, Owned, kw_only=True):
    """One wave as it was decided: numbers and codes only, so that it outlives every person."""

    __tablename__ = "asking_waves"

    asking_id: Mapped[UUID] = mapped_column()
    need_id: Mapped[UUID] = mapped_column()
    number: Mapped[int] = mapped_column()
    """As on the offers of the need."""
    at: Mapped[datetime] = mapped_column()
    by_hand: Mapped[bool] = mapped_column()
    """Staff chose whom to ask."""
    considered: Mapped[int] = mapped_column()
    excluded: Mapped[Counts] = mapped_column(JSON())
    """How many each hard rule kept out."""
    skipped: Mapped[Counts] = mapped_column(JSON())
    """How many each cap left in peace."""
    asked: Mapped[int] = mapped_column()
    weights_version: Mapped[str] = mapped_column()
    wished_chance: Mapped[float | None] = mapped_column(default=None)
    """That somebody says yes; None where staff chose."""
    reach_m: Mapped[int | None] = mapped_column(default=None)
    """How far the furthest who was asked lives."""
    explored: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many were asked to learn from, in the place of somebody better placed."""
    model_of: Mapped[date | None] = mapped_column(default=None)
    """Which night's model reckoned the chances; None where each one's own rate did."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A wave of a need is sent once, however many workers look at it."""
        return (
            UniqueConstraint("need_id", "number"),
            CheckConstraint("asked > 0", name="somebody_asked"),
            *to_owned("askings", "asking_id"),
            *to_owned("needs", "need_id"),
            Index("ix_asking_waves_asking", "asking_id", "number"),
        )
