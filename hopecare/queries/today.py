"""What a centre's day holds: each number counts exactly the rows its list shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.care_path import (
    AlertStatus,
    CallTaskStatus,
    NeedStatus,
    ReferralStatus,
    ReportStatus,
    SlotStatus,
)
from hopecare.domain.urgency import Urgency
from hopecare.queries.visibility import visible
from models import Alert, CallTask, CheckInSlot, InboundMessage, Need, Referral, Report

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models.base import Owned

UNSETTLED = (ReportStatus.RECEIVED, ReportStatus.LOOKING)
NOT_CLEAR = (SlotStatus.SILENT, SlotStatus.HELP_ASKED, SlotStatus.NOT_ASKED)
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

    @property
    def check_ins_not_clear(self) -> int:
        """How many people have not said today that all is well, and should have."""
        return sum(self.check_ins.get(status, 0) for status in NOT_CLEAR)


def today_of(
    session: Session, *, identity: Identity, day: tuple[datetime, datetime], on: date
) -> Today:
    """Count what waits; `day` is the local day's first and last moment, `on` its date."""
    waiting = (visible("report.read", identity, Report), Report.status.in_(UNSETTLED))
    return Today(
        crisis_reports=_count(session, Report, *waiting, Report.urgency == Urgency.CRISIS),
        reports=_count(session, Report, *waiting),
        alerts=_count(
            session,
            Alert,
            visible("alert.read", identity, Alert),
            Alert.status != AlertStatus.RESOLVED,
        ),
        calls_due=_count(
            session,
            CallTask,
            visible("call_task.read", identity, CallTask),
            CallTask.status == CallTaskStatus.OPEN,
        ),
        check_ins=_check_ins(session, identity=identity, day=day),
        needs_open=_count(
            session, Need, visible("case.read", identity, Need), Need.status == NeedStatus.OPEN
        ),
        referrals_late=_count(
            session,
            Referral,
            visible("referral.read", identity, Referral),
            Referral.status.in_(UNDECIDED),
            Referral.answer_due_on < on,
        ),
        replies=_count(
            session,
            InboundMessage,
            visible("reply.read", identity, InboundMessage),
            InboundMessage.needs_review.is_(True),
            InboundMessage.reviewed_at.is_(None),
        ),
    )


def _count(session: Session, rows: type[Owned], *conditions: ColumnElement[bool]) -> int:
    counted = session.scalar(select(func.count(rows.id)).where(*conditions))
    return int(counted or 0)


def _check_ins(
    session: Session, *, identity: Identity, day: tuple[datetime, datetime]
) -> dict[SlotStatus, int]:
    counted = session.execute(
        select(CheckInSlot.status, func.count(CheckInSlot.id))
        .where(
            visible("check_in.read", identity, CheckInSlot),
            CheckInSlot.due_at >= day[0],
            CheckInSlot.due_at < day[1],
        )
        .group_by(CheckInSlot.status)
    )
    return {status: int(number) for status, number in counted}
