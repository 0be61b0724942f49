"""Reads what became of a day on which a plan rested, and rests no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from hopecare.domain.check_ins import AskedBy
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_in_board import day_in, due_on
from hopecare.queries.merged import is_of
from models import CheckInPlan, CheckInSlot, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def began_to_rest_today(session: Session, plan: CheckInPlan, *, now: datetime) -> bool:
    """Whether the pause that stands begins today, or was only written down today."""
    today = now.astimezone(ZoneInfo(plan.zone)).date()
    if plan.paused_from == today:
        return True
    noted = select(TimelineEntry.id).where(
        is_of(TimelineEntry.person_id, plan.person_id),
        TimelineEntry.kind == EntryKind.CHECK_INS_PAUSED,
        TimelineEntry.subject_id == plan.id,
        TimelineEntry.at >= day_in(plan.zone, today)[0],
    )
    return session.scalar(noted.limit(1)) is not None


def was_to_be_asked(session: Session, plan: CheckInPlan, moment: datetime) -> bool:
    """Whether this plan, or the one it replaced, stood at a moment and would have asked."""
    stood = select(CheckInPlan.id).where(
        CheckInPlan.person_id == plan.person_id,
        CheckInPlan.created_at < moment,
        or_(CheckInPlan.ended_at.is_(None), CheckInPlan.ended_at > moment),
        CheckInPlan.asked_by != AskedBy.NOBODY,
    )
    return session.scalar(stood.limit(1)) is not None


def slots_of_day(session: Session, plan: CheckInPlan, now: datetime) -> Sequence[CheckInSlot]:
    """Read the check-ins about this person that belong to today, by whichever plan."""
    day = day_in(plan.zone, now.astimezone(ZoneInfo(plan.zone)).date())
    theirs = select(CheckInSlot).where(CheckInSlot.person_id == plan.person_id, due_on(day))
    return session.scalars(theirs.order_by(CheckInSlot.due_at)).all()
