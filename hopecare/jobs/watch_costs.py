"""Sum what texts and calls cost, and tell of a month that nears its cap."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.raise_cost_alert import raise_cost_alert
from hopecare.services.sum_costs import sum_costs
from models import Town
from notifications.costs import month_cost

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="watch_costs")


def watch_costs(tools: Tools) -> int:
    """Sum the last days of each town and raise what its cap asks for; says how many alerts."""
    with tools.database.reading(AllTowns()) as session:
        towns = session.scalars(select(Town.id)).all()
    return sum(_watch(tools, town_id) for town_id in towns)


def _watch(tools: Tools, town_id: UUID) -> int:
    """One town in one transaction."""
    now = tools.clock()
    try:
        with tools.database.writing(AllTowns()) as session:
            town = town_by_id(session, town_id)
            sum_costs(session, town=town, now=now)
            month = month_cost(session, town, on=local_day(session, town_id, now))
            if month.mark is None:
                return 0
            cap, mark = month.cap_micros, month.mark
            alert = raise_cost_alert(
                session, town_id=town_id, cap_micros=cap, mark=mark, by=BY, now=now
            )
            return int(alert is not None)
    except Exception:  # whatever is wrong with one town, the others are watched
        log.exception("costs not watched", extra={"town_id": str(town_id)})
        return 0
