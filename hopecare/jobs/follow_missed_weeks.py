"""Look at every missed week whose moment has come: the evening before, and when the day is over."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.services.settle_missed_week import settle_missed_week
from models import MissedWeek

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="follow_missed_weeks")
BATCH: Final = 500


def follow_missed_weeks(tools: Tools) -> int:
    """Settle each in its own transaction; one that fails never stops the rest."""
    due = (
        select(MissedWeek.id, MissedWeek.town_id)
        .where(MissedWeek.due_at.is_not(None), MissedWeek.due_at <= tools.clock())
        .order_by(MissedWeek.due_at, MissedWeek.id)
        .limit(BATCH)
    )
    with tools.database.reading(AllTowns()) as session:
        found = session.execute(due).all()
    return sum(_settle(tools, missed_id, town_id) for missed_id, town_id in found)


def _settle(tools: Tools, missed_id: UUID, town_id: UUID) -> int:
    """One day in one transaction that sees its own town: neighbours may be asked in it."""
    try:
        with tools.database.writing(TownScope(town_id)) as session:
            settle_missed_week(session, missed_id=missed_id, by=BY, now=tools.clock())
    except Exception:  # whatever is wrong with one, the others are looked at in time
        log.exception("missed week not settled", extra={"missed_week_id": str(missed_id)})
        return 0
    return 1
