"""Referrals whose office stays silent: those whose day is over, and what is owed about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ApplicationStatus, CallTaskStatus, ReferralStatus
from hopecare.domain.clocks import ASKED_AGAIN, ClockKind
from hopecare.domain.timeline import EntryKind
from hopecare.queries.clocks import owed_calls_of_clock
from hopecare.queries.town_days import local_day
from hopecare.queries.urgent_referrals import is_at_once
from models import Application, CallTask, LegalClock, Referral, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

WAITING: Final = (ReferralStatus.SENT, ReferralStatus.SEEN)
"""The office has said neither yes nor no, and nobody has said that it stays silent."""
ANSWERS: Final = (ClockKind.APPLICATION, ClockKind.OBJECTION_ANSWER)
"""Clocks an office has to keep; the others are the person's own, or ours."""
ASKED: Final = (ReferralStatus.ACCEPTED, ReferralStatus.NO_ANSWER)
"""The office was asked once its day was over, and is asked again until its word is in."""


def silent_referrals(today: date) -> Select[UUID, UUID]:
    """Find whose day is over by a day, with their town; the longest silent first."""
    return (
        select(Referral.id, Referral.town_id)
        .where(
            Referral.status.in_(WAITING), Referral.answer_due_on < today, ~_is_with_office(today)
        )
        .order_by(Referral.answer_due_on, Referral.id)
    )


def unfinished_referrals(today: date) -> Select[UUID, UUID]:
    """Find whose day is over without the next word of their office, and nobody asked lately."""
    return (
        select(Referral.id, Referral.town_id)
        .where(_is_unfinished(today), ~_is_with_office(today))
        .order_by(Referral.answer_due_on, Referral.id)
    )


def is_unfinished(session: Session, referral: Referral, *, today: date) -> bool:
    """Say whether its office is to be asked: what came of it, or once more for its answer."""
    asked = select(Referral.id).where(
        Referral.id == referral.id, _is_unfinished(today), ~_is_with_office(today)
    )
    return session.scalar(asked) is not None


def is_silent(session: Session, referral: Referral, *, today: date) -> bool:
    """Say whether its day is over, and that of the application that went with it too."""
    with_office = select(Referral.id).where(Referral.id == referral.id, _is_with_office(today))
    return (
        referral.status in WAITING
        and referral.answer_due_on < today
        and session.scalar(with_office) is None
    )


def asked_by_clock(session: Session, referral: Referral, *, today: date) -> date | None:
    """Give the day on which a clock of the law that is over asked the office, if lately it did.

    As long as nobody has made its call, that is today; else its call is that of a month, counted
    from its own day. Where the office has named a later day, that is asked about by itself.
    """
    over = (
        select(LegalClock)
        .join(Application, Application.id == LegalClock.application_id)
        .where(Application.referral_id == referral.id, _runs(), LegalClock.due_on < today)
    )
    days = [
        today
        if call.status is CallTaskStatus.OPEN
        else local_day(session, referral.town_id, call.created_at)
        for clock in session.scalars(over).all()
        for call in owed_calls_of_clock(session, clock)
        if call.kind is CallTaskKind.REFERRAL_SILENT
        and (call.status is CallTaskStatus.OPEN or referral.answer_due_on <= clock.due_on)
    ]
    lately = [day for day in days if day > today - ASKED_AGAIN]
    return max(lately, default=None)


def silent_calls_of(
    session: Session, referral_id: UUID, status: CallTaskStatus = CallTaskStatus.OPEN
) -> Sequence[CallTask]:
    """Read the calls that ask an office why it stays silent: by default what nobody has made."""
    return session.scalars(
        select(CallTask)
        .where(
            CallTask.kind == CallTaskKind.REFERRAL_SILENT,
            CallTask.status == status,
            CallTask.dedup_key.startswith(silent_key(referral_id), autoescape=True),
        )
        .order_by(CallTask.id)
    ).all()


def find_at_once_call(session: Session, referral_id: UUID) -> CallTask | None:
    """Find the call that rings an office the same day, while nobody has made it."""
    open_calls = silent_calls_of(session, referral_id)
    return next((each for each in open_calls if is_at_once(each.dedup_key)), None)


def waits_without_day(session: Session, referral_id: UUID) -> Sequence[Application]:
    """Read what waits with a referral for an answer whose day nobody knows, the oldest first."""
    known = select(LegalClock.id).where(LegalClock.application_id == Application.id, _runs())
    return session.scalars(
        select(Application)
        .where(
            Application.referral_id == referral_id,
            Application.status.in_((ApplicationStatus.WAITING, ApplicationStatus.OBJECTED)),
            ~known.exists(),
        )
        .order_by(Application.made_at, Application.id)
    ).all()


def silent_key(referral_id: UUID) -> str:
    """Name what every call about the silence of one referral begins with."""
    return f"silent:{referral_id}:"


def silent_day_key(referral: Referral) -> str:
    """Name the call about the silence after the day by which its office was to answer."""
    return silent_key(referral.id) + referral.answer_due_on.isoformat()


def _is_unfinished(today: date) -> ColumnElement[bool]:
    """Asked for each day that was waited for, and then again every while."""
    return and_(
        Referral.status.in_(ASKED),
        Referral.answer_due_on < today,
        or_(
            Referral.chased_on.is_(None),
            Referral.chased_on <= Referral.answer_due_on,
            Referral.chased_on <= today - ASKED_AGAIN,
        ),
    )


def _is_with_office(today: date) -> ColumnElement[bool]:
    """Whoever has more time by law is not silent yet; whoever has decided is not at all.

    What was decided before it was objected to last is no answer to the objection.
    """
    return (
        select(Application.id)
        .outerjoin(LegalClock, and_(LegalClock.application_id == Application.id, _runs()))
        .where(
            Application.referral_id == Referral.id,
            or_(_is_decided(), LegalClock.due_on >= today),
        )
        .exists()
    )


def _is_decided() -> ColumnElement[bool]:
    decided, objected = aliased(TimelineEntry), aliased(TimelineEntry)
    decided_at = (
        select(func.max(decided.at))
        .where(
            decided.case_id == Application.case_id,
            decided.subject_id == Application.id,
            decided.kind == EntryKind.APPLICATION_DECIDED,
        )
        .correlate(Application)
        .scalar_subquery()
    )
    since = (
        exists()
        .where(
            objected.case_id == Referral.case_id,
            objected.subject_id == Referral.id,
            objected.kind == EntryKind.REFERRAL_OBJECTED,
            objected.at > decided_at,
        )
        .correlate(Application, Referral)
    )
    return and_(Application.status == ApplicationStatus.DECIDED, ~since)


def _runs() -> ColumnElement[bool]:
    return and_(LegalClock.ended_at.is_(None), LegalClock.kind.in_(ANSWERS))
