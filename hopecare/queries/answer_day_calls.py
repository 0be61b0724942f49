"""Calls that ask for a day of an office: its answer, or until when one may object to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from hopecare.domain.care_path import CallTaskStatus, ReferralStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.outcomes import TURNED_DOWN
from hopecare.domain.recurring import row_caused_by
from models import CallTask, LegalClock, Referral

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

CAUSE: Final = "answer_day"
LAST_DAY: Final = "last_day"
"""The same of a referral with which nobody applied: it has one day to ask for."""


def day_key(application_id: UUID, kind: ClockKind) -> str:
    """Name the one call that asks for the day of this clock."""
    return f"{CAUSE}:{application_id}:{kind.value}"


def last_day_key(referral_id: UUID) -> str:
    """Name the one call that asks until when one may object to what a referral came to."""
    return f"{LAST_DAY}:{referral_id}"


def open_day_calls(session: Session, of_id: UUID) -> Sequence[CallTask]:
    """Read the calls that still ask for a day of this application or referral."""
    last_day = last_day_key(of_id)
    return session.scalars(
        select(CallTask)
        .where(
            or_(
                CallTask.dedup_key.startswith(f"{CAUSE}:{of_id}:"),
                CallTask.dedup_key == last_day,
                CallTask.dedup_key.startswith(f"{last_day}:"),
            ),
            CallTask.status == CallTaskStatus.OPEN,
        )
        .order_by(CallTask.id)
    ).all()


def open_day_calls_of_case(session: Session, case_id: UUID) -> Sequence[CallTask]:
    """Read the calls of a case that still ask for a day of whatever was asked for."""
    return session.scalars(
        select(CallTask)
        .where(
            CallTask.case_id == case_id,
            or_(
                CallTask.dedup_key.startswith(f"{CAUSE}:"),
                CallTask.dedup_key.startswith(f"{LAST_DAY}:"),
            ),
            CallTask.status == CallTaskStatus.OPEN,
        )
        .order_by(CallTask.id)
    ).all()


def application_asked_about(task: CallTask) -> UUID | None:
    """Give the application whose day a call asks for; None for every other call."""
    return row_caused_by(CAUSE, task.dedup_key)


def referral_asked_about(task: CallTask) -> UUID | None:
    """Give the referral to whose end one may object until a day that a call asks for."""
    return row_caused_by(LAST_DAY, task.dedup_key)


def asks_last_day(task: CallTask) -> bool:
    """Say whether a call asks until when one may object to a decision."""
    parts = task.dedup_key.split(":")
    is_of_decision = ClockKind.OBJECTION.value in parts[2:3]
    return parts[0] == LAST_DAY or (parts[0] == CAUSE and is_of_decision)


def find_last_day(session: Session, referral_id: UUID) -> LegalClock | None:
    """Find the day until which one may object to what a referral came to, while it runs."""
    return session.scalars(
        select(LegalClock).where(
            LegalClock.referral_id == referral_id,
            LegalClock.kind == ClockKind.OBJECTION,
            LegalClock.ended_at.is_(None),
        )
    ).first()


def may_be_objected_to(referral: Referral) -> bool:
    """Say whether an office gave less than was asked for."""
    return referral.status is ReferralStatus.REFUSED or (
        referral.status is ReferralStatus.DONE and referral.outcome in TURNED_DOWN
    )
