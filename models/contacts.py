"""How a person is reached, what makes it unsafe, and who else may be asked to look in."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.channels import Channel
from hopecare.domain.people import ContactKind, OtherContactKind
from hopecare.domain.replies import TextsStoppedBy
from models.base import Base, Kept, Owned, Versioned, to_owned
from models.types import EncryptedText


class ContactPoint(Base, Owned, Versioned, Kept, kw_only=True):
    """A telephone or another way to reach a person, for a time. Numbers may be shared."""

    __tablename__ = "contact_points"

    person_id: Mapped[UUID] = mapped_column()
    kind: Mapped[ContactKind] = mapped_column()
    value: Mapped[str] = mapped_column(EncryptedText("contact_points.value"))
    """A telephone number in E.164, or an address."""
    value_index: Mapped[str] = mapped_column()
    """Keyed hash of the value; not unique, since families share a telephone."""
    can_text: Mapped[bool] = mapped_column()
    valid_from: Mapped[date] = mapped_column()
    is_shared: Mapped[bool] = mapped_column(default=False)
    is_preferred: Mapped[bool] = mapped_column(default=True)
    verified_at: Mapped[datetime | None] = mapped_column(default=None)
    opted_out_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the person asked for texts to stop; nothing is texted while set."""
    opted_out_by: Mapped[TextsStoppedBy | None] = mapped_column(default=None)
    """How they asked; None where that was not written down."""
    valid_until: Mapped[date | None] = mapped_column(default=None)
    last_four_index: Mapped[str | None] = mapped_column(default=None)
    last_eight_index: Mapped[str | None] = mapped_column(default=None)
    """Keyed hashes of the last digits, by which people say a number; None until they are filled."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by number, whole or by its end, and by person."""
        return (
            *to_owned("people", "person_id"),
            Index("ix_contact_points_value", "town_id", "value_index"),
            Index("ix_contact_points_last_four", "town_id", "last_four_index"),
            Index("ix_contact_points_last_eight", "town_id", "last_eight_index"),
            Index("ix_contact_points_person", "person_id"),
        )


class ContactSafetyRule(Base, Owned, Versioned, kw_only=True):
    """Unsafe to contact: by which channel, outside which hours, and how neutral it must be."""

    __tablename__ = "contact_safety_rules"

    person_id: Mapped[UUID] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    channel: Mapped[Channel | None] = mapped_column(default=None)
    """None stands for every channel."""
    forbidden: Mapped[bool] = mapped_column(default=False)
    safe_from: Mapped[time | None] = mapped_column(default=None)
    safe_until: Mapped[time | None] = mapped_column(default=None)
    neutral_only: Mapped[bool] = mapped_column(default=False)
    """No sender name, no subject: somebody else may read it."""
    until_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(
        EncryptedText("contact_safety_rules.note"), default=None
    )
    """Who may pick up, and why; read by staff only."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A rule forbids, or gives both ends of the safe hours, or asks for neutral words."""
        return (
            *to_owned("people", "person_id"),
            CheckConstraint("(safe_from IS NULL) = (safe_until IS NULL)", name="both_hours"),
            Index("ix_contact_safety_rules_person", "person_id"),
        )


class OtherContact(Base, Owned, Versioned, kw_only=True):
    """Somebody who agreed to look in or to be told, in the order the resident wished."""

    __tablename__ = "other_contacts"

    resident_id: Mapped[UUID] = mapped_column()
    person_id: Mapped[UUID] = mapped_column()
    kind: Mapped[OtherContactKind] = mapped_column()
    position: Mapped[int] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    consent_entry_id: Mapped[UUID | None] = mapped_column(default=None)
    until_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """The order has no ties among those who stand; nobody is their own keyholder."""
        return (
            *to_owned("people", "resident_id", "person_id"),
            *to_owned("consent_entries", "consent_entry_id"),
            CheckConstraint("resident_id <> person_id", name="somebody_else"),
            UniqueConstraint("resident_id", "kind", "position", "from_on"),
        )
