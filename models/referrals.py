"""Referrals into the services of the directory, until an outcome is in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.domain.referral_checks import DespiteReason
from models.base import Base, Codes, Kept, Owned, Versioned, to_owned, unique_while
from models.types import EncryptedText, stored_enum


class Referral(Base, Owned, Versioned, Kept, kw_only=True):
    """A case handed into one formal service, with consent, until its outcome."""

    __tablename__ = "referrals"

    code: Mapped[str] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    person_id: Mapped[UUID] = mapped_column()
    service_id: Mapped[UUID] = mapped_column()
    status: Mapped[ReferralStatus] = mapped_column()
    made_at: Mapped[datetime] = mapped_column()
    made_by_id: Mapped[UUID | None] = mapped_column()
    consent_entry_id: Mapped[UUID | None] = mapped_column()
    answer_due_on: Mapped[date] = mapped_column()
    """By when its next word is due: a yes or no, and once it has taken it on what came of it."""
    programme: Mapped[str | None] = mapped_column(default=None)
    assessment_id: Mapped[UUID | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(EncryptedText("referrals.words"), default=None)
    answered_on: Mapped[date | None] = mapped_column(default=None)
    answered_by_door: Mapped[AnswerDoor | None] = mapped_column(default=None)
    refusal_reason: Mapped[RefusalReason | None] = mapped_column(default=None)
    answer_words: Mapped[str | None] = mapped_column(
        EncryptedText("referrals.answer_words"), default=None
    )
    answer_speaker: Mapped[str | None] = mapped_column(
        EncryptedText("referrals.answer_speaker"), default=None
    )
    """Who at the office said it, by name or part, where staff wrote it down."""
    outcome: Mapped[ReferralOutcome | None] = mapped_column(default=None)
    outcome_on: Mapped[date | None] = mapped_column(default=None)
    outcome_by_door: Mapped[AnswerDoor | None] = mapped_column(
        stored_enum(AnswerDoor, name="outcomedoor"), default=None
    )
    """How the outcome reached us; None where nobody said."""
    outcome_speaker: Mapped[str | None] = mapped_column(
        EncryptedText("referrals.outcome_speaker"), default=None
    )
    amount_minor: Mapped[int | None] = mapped_column(BigInteger, default=None)
    currency: Mapped[str | None] = mapped_column(default=None)
    chased_on: Mapped[date | None] = mapped_column(default=None)
    """The town's day on which an office that is late was last asked for its next word."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    """When somebody at the office first said that they have read it."""
    sent_despite: Mapped[Codes | None] = mapped_column(default=None)
    """What the checks said against sending it, by code."""
    despite_reason: Mapped[DespiteReason | None] = mapped_column(default=None)
    despite_words: Mapped[str | None] = mapped_column(
        EncryptedText("referrals.despite_words"), default=None
    )
    """Why it was sent all the same."""
    sent_to_id: Mapped[UUID | None] = mapped_column(default=None)
    """The office that was sent it, whoever has its service by now; None of one that is older than
    this column, until `flask schema fill` has read it from its sending."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A refusal has a reason; done has an outcome; one open a case and programme."""
        return (
            UniqueConstraint("town_id", "code"),
            CheckConstraint(
                "status <> 'refused' OR refusal_reason IS NOT NULL", name="refusal_has_reason"
            ),
            CheckConstraint("status <> 'done' OR outcome IS NOT NULL", name="done_has_outcome"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "person_id", "made_by_id"),
            *to_owned("services", "service_id"),
            *to_owned("organisations", "sent_to_id"),
            *to_owned("consent_entries", "consent_entry_id"),
            *to_owned("assessments", "assessment_id"),
            unique_while(
                "uq_referrals_one_open",
                "case_id",
                "service_id",
                where="status IN ('sent', 'seen', 'accepted', 'no_answer')",
            ),
            Index("ix_referrals_status", "town_id", "status", "answer_due_on"),
            Index("ix_referrals_person", "person_id"),
        )
