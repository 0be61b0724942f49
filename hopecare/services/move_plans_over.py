"""Plans that ask by a way from which no answer comes back here turn to one from which it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.channel_profiles import asking_channels, first_channel
from hopecare.domain.check_ins import AskedBy
from hopecare.domain.timeline import EntryKind
from hopecare.services.note_plan import note_plan
from models import CheckInPlan

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.channel_profiles import ChannelProfile
    from hopecare.domain.identity import Actor
    from models import Town


def move_plans_over(
    session: Session, town: Town, *, profile: ChannelProfile, by: Actor, now: datetime
) -> int:
    """Change the way of each such plan, and say how many; their hours stay.

    What is out today is that day's question: nobody is asked anew, and what is repeated goes the
    new way. Staff see them on the day's page, all of them together (`queries/moved_plans.py`).
    """
    ways, first = asking_channels(profile), first_channel(profile)
    if first is None:
        return 0
    unanswerable = (
        select(CheckInPlan)
        .where(
            CheckInPlan.town_id == town.id,
            CheckInPlan.ended_at.is_(None),
            CheckInPlan.asked_by == AskedBy.MACHINE,
            CheckInPlan.channel.not_in(ways),
        )
        .order_by(CheckInPlan.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    plans = session.scalars(unanswerable).all()
    for plan in plans:
        plan.channel, plan.moved_over_at = first, now
        note_plan(session, plan, EntryKind.CHECK_INS_CHANGED, by=by, now=now)
    session.flush()
    return len(plans)
