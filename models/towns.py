"""Towns, their centres, the tree of areas, who covers what since when, and a town's settings."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Keyed, Owned, Versioned, to_owned


class Town(Base, Keyed, kw_only=True):
    """The operator: the hard wall. Nothing is shared between two towns."""

    __tablename__ = "towns"

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    country: Mapped[str] = mapped_column()
    """ISO 3166 alpha-2: which rule packs and which emergency numbers apply."""
    language: Mapped[str] = mapped_column()
    zone: Mapped[str] = mapped_column()
    currency: Mapped[str] = mapped_column()
    channel_profile: Mapped[str] = mapped_column()
    office_phone: Mapped[str] = mapped_column()
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column()


class Centre(Base, Owned, kw_only=True):
    """A care centre: responsible for people and cases, covering areas for a time."""

    __tablename__ = "centres"

    code: Mapped[str] = mapped_column()
    name: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    phone: Mapped[str] = mapped_column()

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A centre's code is unique in its town."""
        return (UniqueConstraint("town_id", "code"),)


class Area(Base, Owned, Versioned, kw_only=True):
    """A place in the tree region - city - district, with its outline and a point for labels."""

    __tablename__ = "areas"

    code: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    name: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    parent_id: Mapped[UUID | None] = mapped_column(default=None)
    lat: Mapped[float | None] = mapped_column(default=None)
    lon: Mapped[float | None] = mapped_column(default=None)
    shape: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    """A GeoJSON geometry, WGS84, longitude first."""
    attribution: Mapped[str | None] = mapped_column(default=None)
    population: Mapped[int | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """An area's code is unique in its town; a point lies on the globe."""
        return (
            UniqueConstraint("town_id", "code"),
            CheckConstraint("lat BETWEEN -90 AND 90", name="lat_on_globe"),
            CheckConstraint("lon BETWEEN -180 AND 180", name="lon_on_globe"),
            *to_owned("areas", "parent_id"),
        )


class CentreCoverage(Base, Owned, kw_only=True):
    """From one day until another, a centre looks after an area."""

    __tablename__ = "centre_coverages"

    centre_id: Mapped[UUID] = mapped_column()
    area_id: Mapped[UUID] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    until_on: Mapped[date | None] = mapped_column(default=None)
    """The first day it no longer holds."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Both ends in the same town; looked up by area."""
        return (
            *to_owned("centres", "centre_id"),
            *to_owned("areas", "area_id"),
            Index("ix_centre_coverages_area", "area_id"),
        )


class SettingEntry(Base, Owned, kw_only=True):
    """One dated value of a town or of one centre, overriding a shipped default."""

    __tablename__ = "setting_entries"

    key: Mapped[str] = mapped_column()
    value: Mapped[dict[str, Any]] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    reason: Mapped[str] = mapped_column()
    by_account_id: Mapped[UUID | None] = mapped_column(default=None)
    centre_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by key and day; the centre, if any, is the town's own."""
        return (
            *to_owned("centres", "centre_id"),
            ForeignKeyConstraint(["town_id", "by_account_id"], ["accounts.town_id", "accounts.id"]),
            Index("ix_setting_entries_key", "town_id", "key", "from_on"),
        )
