"""Applying for a programme: the papers, the clock of the law, and the steps after a refusal."""

from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.applications import Decision, FollowUp, NoBridge, PaperStands, StepStands
from hopecare.domain.care_path import ApplicationStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from models.base import Base, Kept, Owned, Versioned, index_while, to_owned, unique_while
from models.types import EncryptedJson, EncryptedText, JsonValue

_OF_ONE_THING: Final = (
    " + ".join(
        f"CASE WHEN {each}_id IS NULL THEN 0 ELSE 1 END"
        for each in ("application", "referral", "crisis")
    )
    + " = 1"
)


class Application(Base, Owned, Versioned, Kept, kw_only=True):
    """One programme a resident applies for, themself or by a referral, until its decision."""

    __tablename__ = "applications"

    case_id: Mapped[UUID] = mapped_column()
    person_id: Mapped[UUID] = mapped_column()
    status: Mapped[ApplicationStatus] = mapped_column()
    made_at: Mapped[datetime] = mapped_column()
    made_by_id: Mapped[UUID | None] = mapped_column()
    programme: Mapped[str | None] = mapped_column(default=None)
    """A programme of the rule packs, or None."""
    named: Mapped[str | None] = mapped_column(EncryptedText("applications.named"), default=None)
    """What it is called, where no pack knows it."""
    referral_id: Mapped[UUID | None] = mapped_column(default=None)
    appointment_on: Mapped[date | None] = mapped_column(default=None)
    appointment_at: Mapped[time | None] = mapped_column(default=None)
    """Local wall time."""
    appointment_place: Mapped[str | None] = mapped_column(
        EncryptedText("applications.appointment_place"), default=None
    )
    companion_need_id: Mapped[UUID | None] = mapped_column(default=None)
    bridge_need_id: Mapped[UUID | None] = mapped_column(default=None)
    no_bridge: Mapped[NoBridge | None] = mapped_column(default=None)
    submitted_on: Mapped[date | None] = mapped_column(default=None)
    decision: Mapped[Decision | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    notice_on: Mapped[date | None] = mapped_column(default=None)
    """When the person was told: an objection counts from it."""
    refusal_reason: Mapped[RefusalReason | None] = mapped_column(default=None)
    """Of a refusal, unless the office gave none: then it is asked for."""
    decision_words: Mapped[str | None] = mapped_column(
        EncryptedText("applications.decision_words"), default=None
    )
    objected_on: Mapped[date | None] = mapped_column(default=None)
    contested: Mapped[JsonValue | None] = mapped_column(
        EncryptedJson("applications.contested"), default=None
    )
    """The decision the last objection was against, once another stands in its place."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """What waits has the day of handing in; decided has a decision with its day."""
        return (
            CheckConstraint(
                "status <> 'waiting' OR submitted_on IS NOT NULL",
                name="handed_in_has_day",
            ),
            CheckConstraint("(decision IS NULL) = (decided_on IS NULL)", name="decision_has_day"),
            CheckConstraint(
                "status <> 'decided' OR decision IS NOT NULL", name="decided_has_decision"
            ),
            *to_owned("cases", "case_id"),
            *to_owned("people", "person_id", "made_by_id"),
            *to_owned("referrals", "referral_id"),
            *to_owned("needs", "companion_need_id", "bridge_need_id"),
            Index("ix_applications_case", "case_id"),
            Index("ix_applications_status", "town_id", "status"),
            Index("ix_applications_person", "person_id"),
            index_while("ix_applications_referral", "referral_id", where="referral_id IS NOT NULL"),
        )


class ApplicationPaper(Base, Owned, Versioned, Kept, kw_only=True):
    """One paper an application asks for: needed, there with its day, or not needed."""

    __tablename__ = "application_papers"

    application_id: Mapped[UUID] = mapped_column()
    case_id: Mapped[UUID] = mapped_column()
    place: Mapped[int] = mapped_column()
    """Its place in the checklist."""
    stands: Mapped[PaperStands] = mapped_column()
    code: Mapped[str | None] = mapped_column(default=None)
    """A paper of the country's list; None for one the office named."""
    named: Mapped[str | None] = mapped_column(
        EncryptedText("application_papers.named"), default=None
    )
    got_on: Mapped[date | None] = mapped_column(default=None)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    issued_by: Mapped[str | None] = mapped_column(
        EncryptedText("application_papers.issued_by"), default=None
    )
    """As the list says, or as somebody was told; None is asked at the office."""
    got_where: Mapped[str | None] = mapped_column(
        EncryptedText("application_papers.got_where"), default=None
    )
    cost_minor: Mapped[int | None] = mapped_column(BigInteger, default=None)
    currency: Mapped[str | None] = mapped_column(default=None)
    valid_days: Mapped[int | None] = mapped_column(default=None)
    """How long one is taken after it was issued."""
    found_at: Mapped[datetime | None] = mapped_column(default=None)
    """When somebody last wrote down how one gets it, here or at an application before."""
    found_by_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One of a code an application; what is there has a day, what costs a currency."""
        return (
            CheckConstraint("(cost_minor IS NULL) = (currency IS NULL)", name="cost_has_currency"),
            CheckConstraint("(stands = 'have') = (got_on IS NOT NULL)", name="there_has_day"),
            CheckConstraint("code IS NOT NULL OR named IS NOT NULL", name="is_named"),
            *to_owned("applications", "application_id"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "found_by_id"),
            Index("ix_application_papers_found", "town_id", "code", "found_at"),
            unique_while(
                "uq_application_papers_code", "application_id", "code", where="code IS NOT NULL"
            ),
            Index("ix_application_papers_application", "application_id", "place"),
        )


class ApplicationStep(Base, Owned, Versioned, Kept, kw_only=True):
    """One step after a decision that does not give what was asked.

    Of an application, or of a referral that decided none.
    """

    __tablename__ = "application_steps"

    case_id: Mapped[UUID] = mapped_column()
    step: Mapped[FollowUp] = mapped_column()
    stands: Mapped[StepStands] = mapped_column()
    application_id: Mapped[UUID | None] = mapped_column(default=None)
    referral_id: Mapped[UUID | None] = mapped_column(default=None)
    settled_on: Mapped[date | None] = mapped_column(default=None)
    settled_by_id: Mapped[UUID | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(
        EncryptedText("application_steps.words"), default=None
    )

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each step once an application or a referral; settled has a day."""
        return (
            CheckConstraint("(stands = 'open') = (settled_on IS NULL)", name="settled_has_day"),
            CheckConstraint(
                "(application_id IS NULL) <> (referral_id IS NULL)", name="of_one_decision"
            ),
            *to_owned("applications", "application_id"),
            *to_owned("referrals", "referral_id"),
            *to_owned("cases", "case_id"),
            *to_owned("people", "settled_by_id"),
            Index("uq_application_steps_once", "application_id", "step", unique=True),
            unique_while(
                "uq_application_steps_referral",
                "referral_id",
                "step",
                where="referral_id IS NOT NULL",
            ),
        )


class LegalClock(Base, Owned, Versioned, Kept, kw_only=True):
    """One day that is waited for: set by the law from a start, or entered from a letter."""

    __tablename__ = "legal_clocks"

    case_id: Mapped[UUID] = mapped_column()
    kind: Mapped[ClockKind] = mapped_column()
    started_on: Mapped[date] = mapped_column()
    due_on: Mapped[date] = mapped_column()
    look_on: Mapped[date | None] = mapped_column()
    """The local day on which it is looked at next; nothing once nobody has to."""
    is_entered: Mapped[bool] = mapped_column(default=False)
    """The day was asked and entered, since no figure is known."""
    named_by_door: Mapped[AnswerDoor | None] = mapped_column(default=None)
    """How a day that was entered reached us; None where nobody said."""
    named_on: Mapped[date | None] = mapped_column(default=None)
    """When it reached us."""
    application_id: Mapped[UUID | None] = mapped_column(default=None)
    referral_id: Mapped[UUID | None] = mapped_column(default=None)
    """Of a referral that was granted and decided no application."""
    crisis_id: Mapped[UUID | None] = mapped_column(default=None)
    extended_on: Mapped[date | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(EncryptedText("legal_clocks.words"), default=None)
    """The reason that was stated for more time."""
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Of an application, a referral or a crisis; one of a kind runs at a time."""
        return (
            CheckConstraint(_OF_ONE_THING, name="of_one_thing"),
            CheckConstraint("due_on >= started_on", name="due_after_start"),
            *to_owned("cases", "case_id"),
            *to_owned("applications", "application_id"),
            *to_owned("referrals", "referral_id"),
            *to_owned("crises", "crisis_id"),
            unique_while(
                "uq_legal_clocks_application", "application_id", "kind",
                where="ended_at IS NULL AND application_id IS NOT NULL",
            ),
            unique_while(
                "uq_legal_clocks_referral", "referral_id", "kind",
                where="ended_at IS NULL AND referral_id IS NOT NULL",
            ),
            unique_while(
                "uq_legal_clocks_crisis", "crisis_id", "kind",
                where="ended_at IS NULL AND crisis_id IS NOT NULL",
            ),
            index_while("ix_legal_clocks_look", "look_on", where="look_on IS NOT NULL"),
            Index("ix_legal_clocks_due", "town_id", "due_on"),
            Index("ix_legal_clocks_case", "case_id"),
        )  # fmt: skip
