"""What leaves the house: evidence packs that were made, and calendars read from outside."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.packets import OverrideReason
from models.base import Base, Codes, Kept, Owned, to_owned, unique_while
from models.types import EncryptedJson, EncryptedText, JsonValue


class EvidencePack(Base, Owned, Kept, kw_only=True):
    """One pack made for a case conference: for whom, of what, and the hash of what it said.

    Its files are made of what is kept here, so that they have the hash of a printed page for ever.
    """

    __tablename__ = "evidence_packs"

    code: Mapped[str] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    recipient: Mapped[str] = mapped_column(EncryptedText("evidence_packs.recipient"))
    sections: Mapped[Codes] = mapped_column()
    told: Mapped[Codes] = mapped_column()
    """Which facts about the person went along beyond the least."""
    digest: Mapped[str] = mapped_column()
    """SHA-256 of the canonical JSON, in hexadecimal."""
    language: Mapped[str] = mapped_column()
    made_at: Mapped[datetime] = mapped_column()
    made_by_id: Mapped[UUID | None] = mapped_column()
    organisation_id: Mapped[UUID | None] = mapped_column(default=None)
    consent_entry_id: Mapped[UUID | None] = mapped_column(default=None)
    override_words: Mapped[str | None] = mapped_column(
        EncryptedText("evidence_packs.override_words"), default=None
    )
    """Why it was shared without a standing yes."""
    override_reason: Mapped[OverrideReason | None] = mapped_column(default=None)
    """By which right; None for a pack with a yes, and for one from before it was kept here."""
    benefits_chosen_on: Mapped[date | None] = mapped_column(default=None)
    """When the resident chose that benefits go along which the recipient does not decide."""
    content: Mapped[JsonValue | None] = mapped_column(
        EncryptedJson("evidence_packs.content"), default=None, deferred=True
    )
    """What it said, word for word; None for a pack from before it was kept (decision 46)."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A yes or a reason stands behind every pack; found by its code."""
        return (
            UniqueConstraint("town_id", "code"),
            CheckConstraint(
                "(consent_entry_id IS NULL) <> (override_words IS NULL)", name="consent_or_reason"
            ),
            *to_owned("cases", "case_id"),
            *to_owned("people", "made_by_id"),
            *to_owned("organisations", "organisation_id"),
            *to_owned("consent_entries", "consent_entry_id"),
            Index("ix_evidence_packs_case", "case_id", "made_at"),
            Index("ix_evidence_packs_digest", "town_id", "digest"),
        )


class CalendarFeed(Base, Owned, kw_only=True):
    """One person's private calendar address: its token is kept hashed, and can be revoked."""

    __tablename__ = "calendar_feeds"

    person_id: Mapped[UUID] = mapped_column()
    token_hash: Mapped[str] = mapped_column()
    made_at: Mapped[datetime] = mapped_column()
    language: Mapped[str] = mapped_column()
    """The reader's own when it was made: a calendar program sends none."""
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One address a person at a time."""
        return (
            UniqueConstraint("token_hash"),
            *to_owned("people", "person_id"),
            unique_while("uq_calendar_feeds_one_live", "person_id", where="revoked_at IS NULL"),
        )
