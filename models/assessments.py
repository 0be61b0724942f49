"""Assessments: what was answered, which pack judged it, and the whole trace."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Kept, Owned, Versioned, to_owned
from models.types import EncryptedJson, JsonValue


class Assessment(Base, Owned, Kept, kw_only=True):
    """One look at who may receive what, on one day, under one version of the rules."""

    __tablename__ = "assessments"

    person_id: Mapped[UUID] = mapped_column()
    made_by_id: Mapped[UUID | None] = mapped_column()
    made_at: Mapped[datetime] = mapped_column()
    on_date: Mapped[date] = mapped_column()
    """The day it is about. `trace` says by which day's rules: its own, or the last known then."""
    pack: Mapped[str] = mapped_column()
    pack_version: Mapped[str] = mapped_column()
    facts: Mapped[JsonValue] = mapped_column(EncryptedJson("assessments.facts"))
    trace: Mapped[JsonValue] = mapped_column(EncryptedJson("assessments.trace"))
    household_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by person, newest last."""
        return (
            *to_owned("people", "person_id", "made_by_id"),
            *to_owned("households", "household_id"),
            Index("ix_assessments_person", "person_id", "made_at"),
        )


class AssessmentDraft(Base, Owned, Versioned, Kept, kw_only=True):
    """What one worker has said so far of one household, until it is kept as an assessment."""

    __tablename__ = "assessment_drafts"

    person_id: Mapped[UUID] = mapped_column()
    worker_id: Mapped[UUID] = mapped_column()
    begun_at: Mapped[datetime] = mapped_column()
    said_at: Mapped[datetime] = mapped_column()
    said: Mapped[JsonValue] = mapped_column(EncryptedJson("assessment_drafts.said"))
    """The fields as they were filled in, and which questions were asked."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One a person and worker."""
        return (
            *to_owned("people", "person_id", "worker_id"),
            UniqueConstraint("person_id", "worker_id"),
        )


class ProgrammeAnswer(Base, Owned, kw_only=True):
    """What one assessment says of one programme: codes in clear, so that gaps can be counted."""

    __tablename__ = "programme_answers"

    assessment_id: Mapped[UUID] = mapped_column()
    person_id: Mapped[UUID] = mapped_column()
    programme: Mapped[str] = mapped_column()
    verdict: Mapped[str] = mapped_column()
    """eligible, ineligible or unknown."""
    receiving: Mapped[str] = mapped_column()
    """yes, no or unknown."""
    is_gap: Mapped[bool] = mapped_column()
    """May qualify and does not receive."""
    amount: Mapped[JsonValue | None] = mapped_column(
        EncryptedJson("programme_answers.amount"), default=None
    )
    """What a gap would pay, now and before, empty where that cannot be computed; none in answers
    from before it was kept. Of somebody's money."""
    ended_by_id: Mapped[UUID | None] = mapped_column(default=None)
    """The assessment of somebody of the same household that says this gap is received by now."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each programme once an assessment; found by person, before all those of the town."""
        return (
            *to_owned("assessments", "assessment_id", "ended_by_id"),
            *to_owned("people", "person_id"),
            UniqueConstraint("assessment_id", "programme"),
            Index("ix_programme_answers_gap", "town_id", "programme", "is_gap"),
            Index("ix_programme_answers_person", "town_id", "person_id", "programme", "is_gap"),
        )
