"""Who is on duty when, on which telephone, and who of the staff is away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned, Versioned, to_owned


class DutyPeriod(Base, Owned, Versioned, kw_only=True):
    """From when until when, who takes the alerts of a centre."""

    __tablename__ = "duty_periods"

    centre_id: Mapped[UUID] = mapped_column()
    person_id: Mapped[UUID] = mapped_column()
    from_at: Mapped[datetime] = mapped_column()
    until_at: Mapped[datetime] = mapped_column()
    substitute_id: Mapped[UUID | None] = mapped_column(default=None)
    """Who takes over while the one named is away."""
    phone_id: Mapped[UUID | None] = mapped_column(default=None)
    """The telephone of the one named, for this duty; None for their usual one."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Ends after it starts."""
        return (
            CheckConstraint("until_at > from_at", name="ends_after_start"),
            *to_owned("centres", "centre_id"),
            *to_owned("people", "person_id", "substitute_id"),
            *to_owned("contact_points", "phone_id"),
            Index("ix_duty_periods_centre", "centre_id", "from_at"),
        )


class StaffLeave(Base, Owned, Versioned, kw_only=True):
    """From when until when one of the staff is away: entered once, obeyed by every rota."""

    __tablename__ = "staff_leaves"

    person_id: Mapped[UUID] = mapped_column()
    from_at: Mapped[datetime] = mapped_column()
    until_at: Mapped[datetime] = mapped_column()

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Ends after it starts."""
        return (
            CheckConstraint("until_at > from_at", name="ends_after_start"),
            *to_owned("people", "person_id"),
            Index("ix_staff_leaves_person", "person_id", "until_at"),
        )
