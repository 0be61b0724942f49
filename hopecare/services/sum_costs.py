"""Write what a town's texts and calls of the last days cost: counted anew, so never twice."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.queries.costs import cost_days_of, sums_of_day
from hopecare.queries.town_days import local_day
from models import CostDay

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Town

DAYS: Final = 3
"""A provider says what it charged within two days; what comes later changes no sum."""


def sum_costs(session: Session, *, town: Town, now: datetime) -> None:
    """Write the sums of today and the days before."""
    today = local_day(session, town.id, now)
    days = [today - timedelta(days=back) for back in range(DAYS)]
    written = {(row.day, row.channel): row for row in cost_days_of(session, town, days)}
    for day in days:
        for channel, found in sums_of_day(session, town, day).items():
            row = written.get((day, channel))
            if row is None:
                row = CostDay(town_id=town.id, day=day, channel=channel, **asdict(found))
                session.add(row)
            for name, number in asdict(found).items():
                setattr(row, name, number)
    session.flush()
