"""What left with a referral: exactly what was shared, and where it was shared without a yes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.packets import OverrideReason
from models.base import Base, Codes, Kept, Owned, to_owned
from models.types import EncryptedJson, EncryptedText, JsonValue


class SharingOverride(Base, Owned, Kept, kw_only=True):
    """A case was referred though its resident had not agreed: who decided it, and why."""

    __tablename__ = "sharing_overrides"

    case_id: Mapped[UUID] = mapped_column()
    person_id: Mapped[UUID] = mapped_column()
    service_id: Mapped[UUID] = mapped_column()
    reason: Mapped[OverrideReason] = mapped_column()
    words: Mapped[str | None] = mapped_column(EncryptedText("sharing_overrides.words"))
    made_at: Mapped[datetime] = mapped_column()
    made_by_id: Mapped[UUID | None] = mapped_column()

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by person, and listed by day."""
        return (
            *to_owned("cases", "case_id"),
            *to_owned("people", "person_id", "made_by_id"),
            *to_owned("services", "service_id"),
            Index("ix_sharing_overrides_made", "town_id", "made_at"),
            Index("ix_sharing_overrides_person", "person_id"),
        )


class ReferralPacket(Base, Owned, Kept, kw_only=True):
    """One sending of a referral: which parts were chosen, and what they said at that moment."""

    __tablename__ = "referral_packets"

    referral_id: Mapped[UUID] = mapped_column()
    number: Mapped[int] = mapped_column()
    """The first sending is 1; an objection goes to the office anew."""
    made_at: Mapped[datetime] = mapped_column()
    made_by_id: Mapped[UUID | None] = mapped_column()
    items: Mapped[Codes] = mapped_column()
    """Which parts were chosen, by code."""
    snapshot: Mapped[JsonValue | None] = mapped_column(EncryptedJson("referral_packets.snapshot"))
    digest: Mapped[str] = mapped_column()
    """Hash of the snapshot."""
    consent_entry_id: Mapped[UUID | None] = mapped_column(default=None)
    override_id: Mapped[UUID | None] = mapped_column(default=None)
    findings: Mapped[Codes] = mapped_column(default_factory=list)
    """Other programmes whose finding the resident chose to share."""
    findings_chosen_on: Mapped[date | None] = mapped_column(default=None)
    findings_asked_by_id: Mapped[UUID | None] = mapped_column(default=None)

    @property
    def is_objection(self) -> bool:
        """Whether its office has decided already: nothing else is sent twice."""
        return self.number > 1

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Nothing leaves without a consent or an override."""
        return (
            CheckConstraint(
                "consent_entry_id IS NOT NULL OR override_id IS NOT NULL", name="shared_by_right"
            ),
            CheckConstraint(
                "(findings_chosen_on IS NULL) = (findings_asked_by_id IS NULL)",
                name="choice_was_asked",
            ),
            UniqueConstraint("referral_id", "number"),
            *to_owned("referrals", "referral_id"),
            *to_owned("people", "made_by_id", "findings_asked_by_id"),
            *to_owned("consent_entries", "consent_entry_id"),
            *to_owned("sharing_overrides", "override_id"),
        )
