"""People: one row per human; roles, names to search by, and who is responsible are dated rows."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.people import RelationKind, Sex
from hopecare.domain.roles import Role
from models.base import Base, Kept, Owned, Versioned, to_owned, unique_while
from models.types import EncryptedText


class TermKind(StrEnum):
    """What a blind search term was made from."""

    NAME = "name"
    NAME_PREFIX = "name_prefix"
    ROMANISED = "romanised"
    BIRTH_ON = "birth_on"


class Person(Base, Owned, Versioned, Kept, kw_only=True):
    """A human being. Resident, volunteer and staff are roles of a person."""

    __tablename__ = "people"

    full_name: Mapped[str] = mapped_column(EncryptedText("people.full_name"))
    called: Mapped[str] = mapped_column(EncryptedText("people.called"))
    """What a stranger may call them."""
    language: Mapped[str] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()
    sort_name: Mapped[str | None] = mapped_column(EncryptedText("people.sort_name"), default=None)
    romanised: Mapped[str | None] = mapped_column(EncryptedText("people.romanised"), default=None)
    birth_on: Mapped[str | None] = mapped_column(EncryptedText("people.birth_on"), default=None)
    """ISO date; encrypted, so kept as text."""
    age_band: Mapped[str | None] = mapped_column(default=None)
    sex: Mapped[Sex | None] = mapped_column(default=None)
    centre_id: Mapped[UUID | None] = mapped_column(default=None)
    """The centre responsible now; `responsibilities` keeps since when."""
    area_id: Mapped[UUID | None] = mapped_column(default=None)
    died_on: Mapped[date | None] = mapped_column(default=None)
    nobody_of_building: Mapped[bool] = mapped_column(default=False)
    """Helpers who live in the same building are never asked for them."""
    nobody_of_workplace: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Helpers who work at the same place are never asked for them."""
    only_strangers: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Helpers who know them are never asked for them."""
    may_be_named: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A neighbour who is asked may read what they are called by; else "a neighbour"."""
    workplace: Mapped[str | None] = mapped_column(EncryptedText("people.workplace"), default=None)
    workplace_index: Mapped[str | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(EncryptedText("people.note"), default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Centre and area belong to the town; lists go by centre and area."""
        return (
            *to_owned("centres", "centre_id"),
            *to_owned("areas", "area_id"),
            Index("ix_people_centre", "town_id", "centre_id", "id"),
            Index("ix_people_area", "town_id", "area_id"),
        )


class PersonRole(Base, Owned, kw_only=True):
    """A person is a resident, a volunteer or staff from one day until another."""

    __tablename__ = "person_roles"

    person_id: Mapped[UUID] = mapped_column()
    role: Mapped[Role] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    until_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Ends never before it starts; found by role."""
        return (
            *to_owned("people", "person_id"),
            CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
            Index("ix_person_roles_person", "person_id"),
            Index("ix_person_roles_role", "town_id", "role", "person_id"),
        )


class SearchTerm(Base, Owned, kw_only=True):
    """A keyed hash of a name, a prefix or a birth date: equality without the plain word."""

    __tablename__ = "search_terms"

    person_id: Mapped[UUID] = mapped_column()
    kind: Mapped[TermKind] = mapped_column()
    term: Mapped[str] = mapped_column()

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each term once a person; found by term."""
        return (
            *to_owned("people", "person_id"),
            UniqueConstraint("person_id", "kind", "term"),
            Index("ix_search_terms_term", "town_id", "kind", "term"),
        )


class Responsibility(Base, Owned, kw_only=True):
    """Which centre was responsible for a person, from when until when."""

    __tablename__ = "responsibilities"

    person_id: Mapped[UUID] = mapped_column()
    centre_id: Mapped[UUID] = mapped_column()
    from_at: Mapped[datetime] = mapped_column()
    until_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One centre at a time: never two owners."""
        return (
            *to_owned("people", "person_id"),
            *to_owned("centres", "centre_id"),
            unique_while("uq_responsibilities_one_now", "person_id", where="until_at IS NULL"),
        )


class Relationship(Base, Owned, kw_only=True):
    """How one person is related to another, across households."""

    __tablename__ = "relationships"

    person_id: Mapped[UUID] = mapped_column()
    other_person_id: Mapped[UUID] = mapped_column()
    kind: Mapped[RelationKind] = mapped_column()
    """What the other person is to this person."""
    from_on: Mapped[date] = mapped_column()
    until_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Nobody is related to themself."""
        return (
            *to_owned("people", "person_id", "other_person_id"),
            CheckConstraint("person_id <> other_person_id", name="two_people"),
            Index("ix_relationships_person", "person_id"),
        )


class DeathRecord(Base, Owned, kw_only=True):
    """That a person has died, what was stopped by it, and whether it was undone as a mistake."""

    __tablename__ = "death_records"

    person_id: Mapped[UUID] = mapped_column()
    died_on: Mapped[date] = mapped_column()
    recorded_at: Mapped[datetime] = mapped_column()
    recorded_by_id: Mapped[UUID | None] = mapped_column()
    stopped: Mapped[dict[str, Any]] = mapped_column()
    """Kind of row -> list of ids with the state each had: enough to undo."""
    undone_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One standing record a person."""
        return (
            *to_owned("people", "person_id", "recorded_by_id"),
            unique_while("uq_death_records_one_standing", "person_id", where="undone_at IS NULL"),
        )
