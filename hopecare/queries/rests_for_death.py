"""Whether somebody's check-ins rest because they were said to have died, and what lies beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.pauses import beneath, pauses_read
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.pauses import Pause
    from models import CheckInPlan


def rests_for_death(session: Session, plan: CheckInPlan) -> bool:
    """Say whether the pause has no end, and began on a day on which a death was told."""
    if plan.paused_from is None or plan.paused_until is not None:
        return False
    told = select(CallTask.created_at).where(
        CallTask.person_id == plan.person_id, CallTask.kind == CallTaskKind.RECORD_DEATH
    )
    zone = ZoneInfo(plan.zone)
    return plan.paused_from in {at.astimezone(zone).date() for at in session.scalars(told)}


def pauses_beneath(plan: CheckInPlan, *, now: datetime) -> tuple[Pause | None, tuple[Pause, ...]]:
    """Give the pause that holds again once they live after all, and what had given way to it."""
    return beneath(pauses_read(plan.gave_way), now.astimezone(ZoneInfo(plan.zone)).date())
