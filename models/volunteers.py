"""Volunteers: what they offer, when, how far, and whom a resident would rather not have."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.channels import ReplyWay
from models.base import Base, Codes, Owned, Versioned, to_owned


class VolunteerProfile(Base, Owned, Versioned, kw_only=True):
    """A registered neighbour's skills, hours and reach."""

    __tablename__ = "volunteer_profiles"

    person_id: Mapped[UUID] = mapped_column()
    joined_on: Mapped[date] = mapped_column()
    centre_id: Mapped[UUID | None] = mapped_column()
    skills: Mapped[Codes] = mapped_column(default_factory=list)
    """Kinds of need they help with."""
    languages: Mapped[Codes] = mapped_column(default_factory=list)
    avoids: Mapped[Codes] = mapped_column(default_factory=list)
    slots: Mapped[str] = mapped_column(default="1" * 28)
    """28 characters of 0 and 1: seven days from Monday, four parts of each day."""
    radius_m: Mapped[int] = mapped_column(default=2000)
    max_active: Mapped[int] = mapped_column(default=2)
    check_level: Mapped[int] = mapped_column(default=0)
    check_expires_on: Mapped[date | None] = mapped_column(default=None)
    is_on_duty: Mapped[bool] = mapped_column(default=True)
    away_until: Mapped[date | None] = mapped_column(default=None)
    """The first day they may be asked again."""
    suspended_at: Mapped[datetime | None] = mapped_column(default=None)
    answers_by: Mapped[ReplyWay] = mapped_column(default=ReplyWay.PAGE)
    grid_lat: Mapped[float | None] = mapped_column(default=None)
    grid_lon: Mapped[float | None] = mapped_column(default=None)
    askings_a_week: Mapped[int | None] = mapped_column(default=None)
    """How often they wish to be asked at most; None for as often as the town does."""
    asked_from: Mapped[time | None] = mapped_column(default=None)
    """Their own hours for being asked, in local wall time; None for all that are not quiet."""
    asked_until: Mapped[time | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One profile a person; a real radius; 28 slots."""
        return (
            UniqueConstraint("person_id"),
            CheckConstraint("radius_m BETWEEN 100 AND 50000", name="real_radius"),
            CheckConstraint("length(slots) = 28", name="whole_week"),
            CheckConstraint("check_level BETWEEN 0 AND 2", name="known_level"),
            CheckConstraint("max_active BETWEEN 0 AND 20", name="few_tasks"),
            CheckConstraint("askings_a_week BETWEEN 1 AND 20", name="few_askings"),
            CheckConstraint(
                "(asked_from IS NULL) = (asked_until IS NULL)", name="both_hours_or_none"
            ),
            *to_owned("people", "person_id"),
            *to_owned("centres", "centre_id"),
            Index("ix_volunteer_profiles_grid", "town_id", "grid_lat", "grid_lon"),
        )


class RefusedHelper(Base, Owned, kw_only=True):
    """A resident does not want this volunteer; no reason is asked."""

    __tablename__ = "refused_helpers"

    resident_id: Mapped[UUID] = mapped_column()
    helper_id: Mapped[UUID] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    until_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by resident."""
        return (
            *to_owned("people", "resident_id", "helper_id"),
            Index("ix_refused_helpers_resident", "resident_id"),
        )
