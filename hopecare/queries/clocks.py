"""The clocks of the law that run: of one thing, and by their key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.clocks import ClockKind, ClockLook
from hopecare.errors import NotFoundError
from models import CallTask, LegalClock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

CAUSE: Final = "clock"
"""What the key of every call about a clock's day begins with."""


def clock_by_id(session: Session, clock_id: UUID, *, alone: bool = False) -> LegalClock:
    """Read a clock of this town; `alone` holds it until the transaction ends."""
    clock = session.get(
        LegalClock, clock_id, populate_existing=alone, with_for_update=alone or None
    )
    if clock is None:
        raise NotFoundError(kind="clock", id=clock_id)
    return clock


def running_clocks(
    session: Session,
    *kinds: ClockKind,
    application_id: UUID | None = None,
    referral_id: UUID | None = None,
    crisis_id: UUID | None = None,
) -> Sequence[LegalClock]:
    """Read the clocks of one thing that have not ended, held; of these kinds."""
    wanted = select(LegalClock).where(
        LegalClock.application_id == application_id,
        LegalClock.referral_id == referral_id,
        LegalClock.crisis_id == crisis_id,
        LegalClock.ended_at.is_(None),
    )
    if kinds:
        wanted = wanted.where(LegalClock.kind.in_(kinds))
    return session.scalars(
        wanted.order_by(LegalClock.due_on, LegalClock.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def find_check_of_grant(session: Session, referral_id: UUID) -> LegalClock | None:
    """Find the clock of the check after emergency aid that was granted on a referral."""
    return session.scalars(
        select(LegalClock).where(
            LegalClock.referral_id == referral_id,
            LegalClock.kind == ClockKind.AFTER_CHECK,
            LegalClock.ended_at.is_(None),
        )
    ).first()


def call_key(clock: LegalClock, look: ClockLook) -> str:
    """Name the call that is owed once for one look at one day of a clock."""
    return f"{CAUSE}:{clock.id}:{clock.due_on.isoformat()}:{look.value}"


def open_calls_of_clock(session: Session, clock: LegalClock) -> Sequence[CallTask]:
    """Read the calls owed because of a clock's day that nobody has made."""
    return _calls_of_clock(session, clock, CallTaskStatus.OPEN)


def owed_calls_of_clock(session: Session, clock: LegalClock) -> Sequence[CallTask]:
    """Read the calls because of a clock's day that wait, or were made: what was not taken back."""
    return _calls_of_clock(session, clock, CallTaskStatus.OPEN, CallTaskStatus.DONE)


def cancelled_calls_of_clock(session: Session, clock: LegalClock) -> Sequence[CallTask]:
    """Read the calls because of a clock's day that were taken back."""
    return _calls_of_clock(session, clock, CallTaskStatus.CANCELLED)


def _calls_of_clock(
    session: Session, clock: LegalClock, *stands: CallTaskStatus
) -> Sequence[CallTask]:
    keys = [call_key(clock, look) for look in ClockLook]
    again = (CallTask.dedup_key.startswith(f"{key}:", autoescape=True) for key in keys)
    return session.scalars(
        select(CallTask)
        .where(or_(CallTask.dedup_key.in_(keys), *again), CallTask.status.in_(stands))
        .order_by(CallTask.id)
    ).all()


def running_clocks_of_case(session: Session, case_id: UUID) -> Sequence[LegalClock]:
    """Read every clock of a case that has not ended, held."""
    return session.scalars(
        select(LegalClock)
        .where(LegalClock.case_id == case_id, LegalClock.ended_at.is_(None))
        .order_by(LegalClock.due_on, LegalClock.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
