"""What a centre's day holds beside its people: each number counts exactly the rows of its list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from hopecare.domain.care_path import AlertStatus, CallTaskStatus, ReportStatus, SlotStatus
from hopecare.queries.check_in_board import on_board
from hopecare.queries.closing_proposals import waits_for
from hopecare.queries.later_calls import is_later
from hopecare.queries.match_appeals import count_unsettled
from hopecare.queries.referrals import waits_at_gone_service
from hopecare.queries.screening import waits_for_a_look
from hopecare.queries.visibility import visible
from models import (
    Alert,
    CallTask,
    CheckInSlot,
    ClosingProposal,
    InboundMessage,
    Referral,
    Report,
    ScreeningTurn,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models.base import Owned

UNSETTLED = (ReportStatus.RECEIVED, ReportStatus.LOOKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The numbers of one reader's day."""

    reports: int
    alerts_taken: int
    calls_owed: int
    check_ins: dict[SlotStatus, int]
    replies: int
    unsuited: int
    """What volunteers said does not suit them, and nobody has looked at."""
    gone: int
    """Referrals that wait at a service its source no longer lists."""
    closings: int
    """Cases a colleague wishes to close."""
    turned: int
    """Answers that turned and nobody has looked at yet."""


def today_of(
    session: Session, *, identity: Identity, day: tuple[datetime, datetime], now: datetime
) -> Today:
    """Count what waits; `day` is the local day's first moment, and the next one's."""
    count = partial(_count, session, identity)
    is_unread = and_(InboundMessage.needs_review.is_(True), InboundMessage.reviewed_at.is_(None))
    is_taken = Alert.status == AlertStatus.ACKNOWLEDGED
    return Today(
        reports=count("report.read", Report, Report.status.in_(UNSETTLED)),
        alerts_taken=count("alert.read", Alert, is_taken),
        calls_owed=count(
            "call_task.read",
            CallTask,
            and_(CallTask.status == CallTaskStatus.OPEN, ~is_later(now)),
        ),
        check_ins=_check_ins(session, identity=identity, day=day),
        turned=count("assessment.read", ScreeningTurn, waits_for_a_look()),
        unsuited=count_unsettled(session, identity),
        gone=count("referral.read", Referral, waits_at_gone_service()),
        closings=count("closing.read", ClosingProposal, waits_for(identity)),
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


def _check_ins(
    session: Session, *, identity: Identity, day: tuple[datetime, datetime]
) -> dict[SlotStatus, int]:
    counted = session.execute(
        select(CheckInSlot.status, func.count(CheckInSlot.id))
        .where(visible("check_in.read", identity, CheckInSlot), on_board(day, is_today=True))
        .group_by(CheckInSlot.status)
    )
    found = {status: int(number) for status, number in counted}
    return {status: found[status] for status in SlotStatus if status in found}
