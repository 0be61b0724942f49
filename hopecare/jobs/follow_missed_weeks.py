"""Look at every missed week whose moment has come: the evening before, and when the day is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.identity import SystemActor
from hopecare.jobs.due_rows import each_in_its_town
from hopecare.services.settle_missed_week import settle_missed_week
from models import MissedWeek

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

BY: Final = SystemActor(name="follow_missed_weeks")
BATCH: Final = 500


def follow_missed_weeks(tools: Tools) -> int:
    """Settle each day by itself, in its own town: neighbours may be asked in it."""
    due = (
        select(MissedWeek.id, MissedWeek.town_id)
        .where(MissedWeek.due_at.is_not(None), MissedWeek.due_at <= tools.clock())
        .order_by(MissedWeek.due_at, MissedWeek.id)
        .limit(BATCH)
    )

    def settle(session: Session, missed_id: UUID) -> None:
        settle_missed_week(session, missed_id=missed_id, by=BY, now=tools.clock())

    return each_in_its_town(tools, due, settle, named="missed_week")
