"""What a centre's day holds: each number counts exactly the rows its list shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select, true

from hopecare.domain.care_path import (
    AlertStatus,
    CallTaskStatus,
    NeedStatus,
    ReferralStatus,
    ReportStatus,
    SlotStatus,
)
from hopecare.domain.urgency import Urgency
from hopecare.queries.check_in_board import due_on, not_clear
from hopecare.queries.visibility import visible
from models import Alert, CallTask, CheckInSlot, DutyPeriod, InboundMessage, Need, Referral, Report

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models.base import Owned

UNSETTLED = (ReportStatus.RECEIVED, ReportStatus.LOOKING)
UNDECIDED = (ReferralStatus.SENT, ReferralStatus.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The numbers of one reader's day."""

    crisis_reports: int
    reports: int
    alerts: int
    calls_due: int
    check_ins: dict[SlotStatus, int]
    needs_open: int
    referrals_late: int
    replies: int
    check_ins_not_clear: int
    """Nobody knows that they are safe; yesterday's silence counts until somebody ends it."""
    on_duty: int
    """How many the rota names for this moment, in the reader's centres."""


def today_of(
    session: Session,
    *,
    identity: Identity,
    day: tuple[datetime, datetime],
    on: date,
    now: datetime,
) -> Today:
    """Count what waits; `day` is the local day's first and last moment, `on` its date."""
    count = partial(_count, session, identity)
    is_waiting = Report.status.in_(UNSETTLED)
    is_late = and_(Referral.status.in_(UNDECIDED), Referral.answer_due_on < on)
    is_unread = and_(InboundMessage.needs_review.is_(True), InboundMessage.reviewed_at.is_(None))
    is_crisis = Report.urgency == Urgency.CRISIS
    return Today(
        crisis_reports=count("report.read", Report, and_(is_waiting, is_crisis)),
        reports=count("report.read", Report, is_waiting),
        alerts=count("alert.read", Alert, Alert.status != AlertStatus.RESOLVED),
        calls_due=count("call_task.read", CallTask, CallTask.status == CallTaskStatus.OPEN),
        check_ins=_check_ins(session, identity=identity, day=day),
        check_ins_not_clear=count("check_in.read", CheckInSlot, not_clear(day)),
        on_duty=count("duty.read", DutyPeriod, _on_duty_now(identity, now)),
        needs_open=count("case.read", Need, Need.status == NeedStatus.OPEN),
        referrals_late=count("referral.read", Referral, is_late),
        replies=count("reply.read", InboundMessage, is_unread),
    )


def _count(
    session: Session,
    identity: Identity,
    permission: str,
    rows: type[Owned],
    condition: ColumnElement[bool],
) -> int:
    """Count the rows this reader may see, for which the condition holds."""
    counted = select(func.count(rows.id)).where(visible(permission, identity, rows), condition)
    return int(session.scalar(counted) or 0)


def _on_duty_now(identity: Identity, now: datetime) -> ColumnElement[bool]:
    """The rota of the reader's own centre names somebody for this moment."""
    is_mine = true() if identity.centre_id is None else DutyPeriod.centre_id == identity.centre_id
    return and_(is_mine, DutyPeriod.from_at <= now, DutyPeriod.until_at > now)


def _check_ins(
    session: Session, *, identity: Identity, day: tuple[datetime, datetime]
) -> dict[SlotStatus, int]:
    counted = session.execute(
        select(CheckInSlot.status, func.count(CheckInSlot.id))
        .where(visible("check_in.read", identity, CheckInSlot), due_on(day))
        .group_by(CheckInSlot.status)
    )
    found = {status: int(number) for status, number in counted}
    return {status: found[status] for status in SlotStatus if status in found}
