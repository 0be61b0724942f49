"""Cases and the needs in them: one resident, one plan, from opening to outcome."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.aid import AidKind, AidMistake
from hopecare.domain.care_path import CaseStatus, NeedStatus
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.people import GenderWish
from hopecare.domain.urgency import Urgency
from models.base import Base, Codes, Kept, Owned, Versioned, to_owned
from models.types import EncryptedText


class Case(Base, Owned, Versioned, Kept, kw_only=True):
    """What we do with one resident until an outcome is in."""

    __tablename__ = "cases"

    code: Mapped[str] = mapped_column()
    resident_id: Mapped[UUID] = mapped_column()
    centre_id: Mapped[UUID] = mapped_column()
    status: Mapped[CaseStatus] = mapped_column()
    urgency: Mapped[Urgency] = mapped_column()
    opened_at: Mapped[datetime] = mapped_column()
    owner_id: Mapped[UUID | None] = mapped_column()
    """The social worker who steers it, a person."""
    report_id: Mapped[UUID | None] = mapped_column(default=None)
    review_on: Mapped[date | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[CaseOutcome | None] = mapped_column(default=None)
    words: Mapped[str | None] = mapped_column(EncryptedText("cases.words"), default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """A closed case has a time and an outcome, and only a closed one."""
        return (
            UniqueConstraint("town_id", "code"),
            CheckConstraint(
                "(status = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"
            ),
            CheckConstraint(
                "(status = 'closed') = (outcome IS NOT NULL)", name="closed_has_outcome"
            ),
            *to_owned("people", "resident_id", "owner_id"),
            *to_owned("centres", "centre_id"),
            *to_owned("reports", "report_id"),
            Index("ix_cases_status", "town_id", "status", "opened_at"),
            Index("ix_cases_resident", "resident_id"),
        )


class Need(Base, Owned, Versioned, Kept, kw_only=True):
    """One help that is needed, once or every week, from when until when."""

    __tablename__ = "needs"

    case_id: Mapped[UUID] = mapped_column()
    kind: Mapped[NeedKind] = mapped_column()
    rhythm: Mapped[NeedRhythm] = mapped_column()
    status: Mapped[NeedStatus] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()
    until_on: Mapped[date | None] = mapped_column(default=None)
    weekdays: Mapped[Codes] = mapped_column(default_factory=list)
    """mon ... sun, for a weekly need."""
    starts_at: Mapped[time | None] = mapped_column(default=None)
    """Local wall time."""
    minutes: Mapped[int] = mapped_column(default=30)
    people_needed: Mapped[int] = mapped_column(default=1)
    language: Mapped[str | None] = mapped_column(default=None)
    language_required: Mapped[bool] = mapped_column(default=False)
    gender_wish: Mapped[GenderWish] = mapped_column(default=GenderWish.NONE)
    check_level: Mapped[int] = mapped_column(default=0)
    flags: Mapped[Codes] = mapped_column(default_factory=list)
    """Things some helpers avoid: pets, smoke, stairs."""
    bridges_referral_id: Mapped[UUID | None] = mapped_column(default=None)
    """Help while a formal service decides."""
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    waits_for_consent: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Nobody is asked only because a consent had run out: taken up again once it is renewed."""
    words: Mapped[str | None] = mapped_column(EncryptedText("needs.words"), default=None)
    """What a helper reads after accepting."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One or two people; a check level we know; ended has a time."""
        return (
            CheckConstraint("people_needed BETWEEN 1 AND 2", name="one_or_two"),
            CheckConstraint("check_level BETWEEN 0 AND 2", name="known_level"),
            CheckConstraint("minutes BETWEEN 5 AND 1440", name="within_a_day"),
            CheckConstraint(
                "(status IN ('met', 'ended')) = (ended_at IS NOT NULL)", name="ended_has_time"
            ),
            *to_owned("cases", "case_id"),
            *to_owned("referrals", "bridges_referral_id"),
            Index("ix_needs_case", "case_id"),
            Index("ix_needs_status", "town_id", "status"),
        )


class AidGiven(Base, Owned, Kept, kw_only=True):
    """Goods, money or a group's help on one day, with their worth and where they came from."""

    __tablename__ = "aid_given"

    case_id: Mapped[UUID] = mapped_column()
    given_on: Mapped[date] = mapped_column()
    what: Mapped[str] = mapped_column(EncryptedText("aid_given.what"))
    source: Mapped[str] = mapped_column(EncryptedText("aid_given.source"))
    value_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column()
    by_id: Mapped[UUID | None] = mapped_column()
    need_id: Mapped[UUID | None] = mapped_column(default=None)
    kind: Mapped[AidKind] = mapped_column(default=AidKind.GOODS, server_default=AidKind.GOODS.value)
    organisation_id: Mapped[UUID | None] = mapped_column(default=None)
    taken_back_at: Mapped[datetime | None] = mapped_column(default=None)
    """Since then it counts nowhere: it had been written down by mistake."""
    taken_back_for: Mapped[AidMistake | None] = mapped_column(default=None)
    taken_back_by_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Worth is never negative; whatever is taken back says why."""
        return (
            CheckConstraint("value_minor >= 0", name="worth_something"),
            CheckConstraint(
                "(taken_back_at IS NULL) = (taken_back_for IS NULL)", name="says_its_mistake"
            ),
            *to_owned("people", "taken_back_by_id"),
            *to_owned("cases", "case_id"),
            *to_owned("needs", "need_id"),
            *to_owned("people", "by_id"),
            *to_owned("organisations", "organisation_id"),
            Index("ix_aid_given_case", "case_id"),
        )
