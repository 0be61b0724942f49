"""Reports: what a neighbour or a person told us, apart from who told us."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.care_path import ReportStatus
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import Urgency
from models.base import Base, Kept, Owned, Versioned, to_owned
from models.people import TermKind
from models.types import EncryptedText


class Report(Base, Owned, Versioned, Kept, kw_only=True):
    """Somebody may need help. Short until consent, and short for ever when it is refused."""

    __tablename__ = "reports"

    code: Mapped[str] = mapped_column()
    """Short, random, checksummed: with it the reporter sees what became of the report."""
    status: Mapped[ReportStatus] = mapped_column()
    urgency: Mapped[Urgency] = mapped_column()
    door: Mapped[ReportDoor] = mapped_column()
    about_self: Mapped[bool] = mapped_column()
    language: Mapped[str] = mapped_column()
    received_at: Mapped[datetime] = mapped_column()
    answers: Mapped[dict[str, str]] = mapped_column(JSON())
    """Triage question code -> yes, no or unknown."""
    words: Mapped[str | None] = mapped_column(EncryptedText("reports.words"), default=None)
    about_name: Mapped[str | None] = mapped_column(
        EncryptedText("reports.about_name"), default=None
    )
    about_phone: Mapped[str | None] = mapped_column(
        EncryptedText("reports.about_phone"), default=None
    )
    about_phone_index: Mapped[str | None] = mapped_column(default=None)
    about_address: Mapped[str | None] = mapped_column(
        EncryptedText("reports.about_address"), default=None
    )
    about_address_index: Mapped[str | None] = mapped_column(default=None)
    about_birth_on: Mapped[str | None] = mapped_column(
        EncryptedText("reports.about_birth_on"), default=None
    )
    area_id: Mapped[UUID | None] = mapped_column(default=None)
    centre_id: Mapped[UUID | None] = mapped_column(default=None)
    resident_id: Mapped[UUID | None] = mapped_column(default=None)
    owner_id: Mapped[UUID | None] = mapped_column(default=None)
    """The member of staff who looks after it now, a person."""
    next_try_on: Mapped[date | None] = mapped_column(default=None)
    ask_again_on: Mapped[date | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A joined or opened report names its resident; a refusal has a day to ask again."""
        return (
            UniqueConstraint("town_id", "code"),
            CheckConstraint(
                "status NOT IN ('joined', 'opened') OR resident_id IS NOT NULL",
                name="joined_has_resident",
            ),
            CheckConstraint(
                "status <> 'consent_refused' OR ask_again_on IS NOT NULL",
                name="refusal_has_day",
            ),
            *to_owned("areas", "area_id"),
            *to_owned("centres", "centre_id"),
            *to_owned("people", "resident_id", "owner_id"),
            Index("ix_reports_status", "town_id", "status", "received_at"),
            Index("ix_reports_phone", "town_id", "about_phone_index"),
            Index("ix_reports_resident", "resident_id"),
        )


class ReportTerm(Base, Owned, kw_only=True):
    """A blind search term of the person a report is about."""

    __tablename__ = "report_terms"

    report_id: Mapped[UUID] = mapped_column()
    kind: Mapped[TermKind] = mapped_column()
    term: Mapped[str] = mapped_column()

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Each term once a report; found by term."""
        return (
            *to_owned("reports", "report_id"),
            UniqueConstraint("report_id", "kind", "term"),
            Index("ix_report_terms_term", "town_id", "kind", "term"),
        )


class Reporter(Base, Owned, Kept, kw_only=True):
    """Who told us: a protected record, never shown with what they told."""

    __tablename__ = "reporters"

    report_id: Mapped[UUID] = mapped_column()
    wishes_unnamed: Mapped[bool] = mapped_column()
    name: Mapped[str | None] = mapped_column(EncryptedText("reporters.name"), default=None)
    phone: Mapped[str | None] = mapped_column(EncryptedText("reporters.phone"), default=None)
    phone_index: Mapped[str | None] = mapped_column(default=None)
    relation: Mapped[str | None] = mapped_column(EncryptedText("reporters.relation"), default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One a report."""
        return (*to_owned("reports", "report_id"), UniqueConstraint("report_id"))
