"""The directory: organisations, what they offer, to whom, where and when, and how full they are.

Rows with a `source` came from a directory that is read in again; `directory_entries` keeps every
entry of such a source as it was written, so that nothing is lost on the way out again.
"""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.needs import NeedKind
from hopecare.domain.service_facts import CapacityState, HeardBy
from models.base import Base, Codes, Owned, Versioned, to_owned, unique_while


class Organisation(Base, Owned, Versioned, kw_only=True):
    """A receiving agency: an office, a clinic, a foundation."""

    __tablename__ = "organisations"

    name: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    phone: Mapped[str | None] = mapped_column(default=None)
    address: Mapped[str | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str | None] = mapped_column(default=None)
    """Which directory it is read in from; None where it was written down here."""
    external_id: Mapped[str | None] = mapped_column(default=None)
    description: Mapped[str | None] = mapped_column(default=None)
    url: Mapped[str | None] = mapped_column(default=None)
    email: Mapped[str | None] = mapped_column(default=None)
    checked_on: Mapped[date | None] = mapped_column(default=None)
    vanished_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One row for one entry of a source."""
        return (
            Index("uq_organisations_external", "town_id", "source", "external_id", unique=True),
        )


class Service(Base, Owned, Versioned, kw_only=True):
    """Something an organisation offers, linked to a programme of the rule packs if there is one."""

    __tablename__ = "services"

    organisation_id: Mapped[UUID] = mapped_column()
    name: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    programme: Mapped[str | None] = mapped_column(default=None)
    area_id: Mapped[UUID | None] = mapped_column(default=None)
    """A served area beside those of `service_areas`; with none anywhere, the whole town."""
    ended_on: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str | None] = mapped_column(default=None)
    external_id: Mapped[str | None] = mapped_column(default=None)
    description: Mapped[str | None] = mapped_column(default=None)
    url: Mapped[str | None] = mapped_column(default=None)
    email: Mapped[str | None] = mapped_column(default=None)
    qualifies: Mapped[str | None] = mapped_column(default=None)
    least_age: Mapped[int | None] = mapped_column(default=None)
    most_age: Mapped[int | None] = mapped_column(default=None)
    fees: Mapped[str | None] = mapped_column(default=None)
    papers: Mapped[str | None] = mapped_column(default=None)
    interpretation: Mapped[str | None] = mapped_column(default=None)
    hours_words: Mapped[str | None] = mapped_column(default=None)
    """Hours that are no plain week, as the office wrote them."""
    reached_by: Mapped[Codes | None] = mapped_column(JSON(none_as_null=True), default=None)
    """Codes of `ReachedBy`; None as most offices are reached."""
    closed_for_now_since: Mapped[date | None] = mapped_column(default=None)
    checked_on: Mapped[date | None] = mapped_column(default=None)
    vanished_on: Mapped[date | None] = mapped_column(default=None)
    """Since when its source no longer lists it; nothing has ended by that alone."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by organisation and by programme; one row for one entry of a source."""
        return (
            *to_owned("organisations", "organisation_id"),
            *to_owned("areas", "area_id"),
            Index("ix_services_programme", "town_id", "programme"),
            Index("uq_services_external", "town_id", "source", "external_id", unique=True),
        )


class ServicePlace(Base, Owned, kw_only=True):
    """Where a service is given; a point only where the source's own lies on the globe."""

    __tablename__ = "service_places"

    service_id: Mapped[UUID] = mapped_column()
    name: Mapped[str | None] = mapped_column(default=None)
    address: Mapped[str | None] = mapped_column(default=None)
    lat: Mapped[float | None] = mapped_column(default=None)
    lon: Mapped[float | None] = mapped_column(default=None)
    accessibility: Mapped[str | None] = mapped_column(default=None)
    external_id: Mapped[str | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A point lies on the globe."""
        return (
            *to_owned("services", "service_id"),
            CheckConstraint("lat BETWEEN -90 AND 90", name="lat_on_globe"),
            CheckConstraint("lon BETWEEN -180 AND 180", name="lon_on_globe"),
            Index("ix_service_places_service", "service_id"),
        )


class ServiceHours(Base, Owned, kw_only=True):
    """One window of a week, in the town's local time."""

    __tablename__ = "service_hours"

    service_id: Mapped[UUID] = mapped_column()
    weekday: Mapped[int] = mapped_column()
    """0 is Monday."""
    opens: Mapped[time] = mapped_column()
    closes: Mapped[time] = mapped_column()
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A day of a week, and an end after its beginning."""
        return (
            *to_owned("services", "service_id"),
            CheckConstraint("weekday BETWEEN 0 AND 6", name="day_of_a_week"),
            CheckConstraint("opens < closes", name="ends_later"),
            Index("ix_service_hours_service", "service_id"),
        )


class ServiceArea(Base, Owned, kw_only=True):
    """A place that is served: an area of the town's tree, or words where the tree has none."""

    __tablename__ = "service_areas"

    service_id: Mapped[UUID] = mapped_column()
    area_id: Mapped[UUID | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """An area or words."""
        return (
            *to_owned("services", "service_id"),
            *to_owned("areas", "area_id"),
            CheckConstraint("area_id IS NOT NULL OR words IS NOT NULL", name="says_where"),
            Index("ix_service_areas_service", "service_id"),
        )


class ServiceLanguage(Base, Owned, kw_only=True):
    """A language in which one is served."""

    __tablename__ = "service_languages"

    service_id: Mapped[UUID] = mapped_column()
    language: Mapped[str] = mapped_column()
    """A code such as `ko` or `vi`."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each language once."""
        return (
            *to_owned("services", "service_id"),
            Index("uq_service_languages_once", "service_id", "language", unique=True),
        )


class ServiceNeed(Base, Owned, kw_only=True):
    """A kind of help that a service gives."""

    __tablename__ = "service_needs"

    service_id: Mapped[UUID] = mapped_column()
    kind: Mapped[NeedKind] = mapped_column()

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each kind once."""
        return (
            *to_owned("services", "service_id"),
            Index("uq_service_needs_once", "service_id", "kind", unique=True),
        )


class ServiceContact(Base, Owned, kw_only=True):
    """Whom one asks for at an office, and at which number; of one service, or of them all."""

    __tablename__ = "service_contacts"

    organisation_id: Mapped[UUID] = mapped_column()
    service_id: Mapped[UUID | None] = mapped_column(default=None)
    name: Mapped[str | None] = mapped_column(default=None)
    duty: Mapped[str | None] = mapped_column(default=None)
    phone: Mapped[str | None] = mapped_column(default=None)
    email: Mapped[str | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by office."""
        return (
            *to_owned("organisations", "organisation_id"),
            *to_owned("services", "service_id"),
            Index("ix_service_contacts_organisation", "organisation_id"),
        )


class ServiceCapacity(Base, Owned, kw_only=True):
    """What an office said about free places, when and to whom; the newest word stands alone."""

    __tablename__ = "service_capacities"

    service_id: Mapped[UUID] = mapped_column()
    state: Mapped[CapacityState] = mapped_column()
    as_of: Mapped[datetime] = mapped_column()
    heard_by: Mapped[HeardBy] = mapped_column()
    by_id: Mapped[UUID | None] = mapped_column(default=None)
    free_places: Mapped[int | None] = mapped_column(default=None)
    replaced_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One word stands; places are counted only where there are some."""
        return (
            *to_owned("services", "service_id"),
            *to_owned("people", "by_id"),
            CheckConstraint(
                "free_places IS NULL OR (state = 'open' AND free_places > 0)", name="places_if_open"
            ),
            unique_while(
                "uq_service_capacities_one_stands", "service_id", where="replaced_at IS NULL"
            ),
        )


class DirectoryEntry(Base, Owned, kw_only=True):
    """One entry of a source as it was written, under the source's own name and id for it."""

    __tablename__ = "directory_entries"

    source: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    """The table it stands in, as the exchange format calls it, such as `phones`."""
    external_id: Mapped[str] = mapped_column()
    place: Mapped[int] = mapped_column()
    """Which one it is in its file: entries leave in the order they came."""
    fields: Mapped[dict[str, Any]] = mapped_column()
    links: Mapped[dict[str, Any]] = mapped_column()
    """Whose it is: the ids of the entries it belongs to, by the name of the column."""
    extra: Mapped[dict[str, Any]] = mapped_column()
    """What we do not know, as it came."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One row for one entry."""
        return (
            Index(
                "uq_directory_entries_once",
                "town_id",
                "source",
                "kind",
                "external_id",
                unique=True,
            ),
        )


class DirectoryTerm(Base, Owned, kw_only=True):
    """What a term of a source's taxonomy means in this town: kinds of help, and a programme."""

    __tablename__ = "directory_terms"

    term: Mapped[str] = mapped_column()
    """Its id, code or name, without case."""
    needs: Mapped[Codes] = mapped_column()
    programme: Mapped[str | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each term once."""
        return (Index("uq_directory_terms_once", "town_id", "term", unique=True),)
