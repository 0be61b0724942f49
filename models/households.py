"""Households and their members, dated: people move, join and leave."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.people import HouseholdMemberRole
from models.base import Base, Kept, Owned, Versioned, to_owned, unique_while
from models.types import EncryptedJson, EncryptedText, JsonValue


class Household(Base, Owned, Versioned, Kept, kw_only=True):
    """People who live together at one address for a time."""

    __tablename__ = "households"

    area_id: Mapped[UUID | None] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    address: Mapped[str | None] = mapped_column(EncryptedText("households.address"), default=None)
    address_index: Mapped[str | None] = mapped_column(default=None)
    """Keyed hash of the normalised address line."""
    building_index: Mapped[str | None] = mapped_column(default=None)
    """Keyed hash of the address without the flat: the same building."""
    door_notes: Mapped[str | None] = mapped_column(
        EncryptedText("households.door_notes"), default=None
    )
    exact_point: Mapped[JsonValue | None] = mapped_column(
        EncryptedJson("households.exact_point"), default=None
    )
    """{"lat": float, "lon": float}, read only where the exact address may be read."""
    grid_lat: Mapped[float | None] = mapped_column(default=None)
    grid_lon: Mapped[float | None] = mapped_column(default=None)
    """The 100 m grid point, in clear, for candidate search."""
    until_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """In an area of the town; a grid point has both halves."""
        return (
            *to_owned("areas", "area_id"),
            CheckConstraint("(grid_lat IS NULL) = (grid_lon IS NULL)", name="whole_point"),
            Index("ix_households_area", "town_id", "area_id"),
            Index("ix_households_grid", "town_id", "grid_lat", "grid_lon"),
            Index("ix_households_address", "town_id", "address_index"),
        )


class HouseholdMember(Base, Owned, kw_only=True):
    """A person lives in a household from one day until another."""

    __tablename__ = "household_members"

    household_id: Mapped[UUID] = mapped_column()
    person_id: Mapped[UUID] = mapped_column()
    role: Mapped[HouseholdMemberRole] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    until_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A person lives in one household at a time."""
        return (
            *to_owned("households", "household_id"),
            *to_owned("people", "person_id"),
            Index("ix_household_members_household", "household_id"),
            unique_while("uq_household_members_one_now", "person_id", where="until_on IS NULL"),
        )
