"""Learn in the night: whom needs of few would miss, and who says yes; a dated row tells it."""

from __future__ import annotations

import logging
from datetime import time
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.queries.acceptance_models import last_model
from hopecare.services.fit_acceptance import fit_acceptance as fit_town
from hopecare.services.spare_for_few import spare_for_few
from models import Town

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
NIGHT: Final = time(3)
"""From this hour of a town's day on; a worker that slept fits as soon as it is awake."""


def fit_acceptance(tools: Tools) -> int:
    """Fit what is due and say how many towns; one that fails never stops the others."""
    now = tools.clock()
    with tools.database.reading(AllTowns()) as session:
        due = []
        for town_id, zone in session.execute(select(Town.id, Town.zone).order_by(Town.id)).all():
            local, last = now.astimezone(ZoneInfo(zone)), last_model(session, town_id)
            is_fitted = last is not None and last.fitted_on >= local.date()
            if local.time() >= NIGHT and not is_fitted:
                due.append(town_id)
    for town_id in due:
        _spare(tools, town_id)
    return sum(_fit(tools, town_id) for town_id in due)


def _spare(tools: Tools, town_id: UUID) -> None:
    """In a transaction of its own, before the row that says the night is done."""
    try:
        with tools.database.writing(TownScope(town_id)) as session:
            spare_for_few(session, town_id=town_id, now=tools.clock())
    except Exception:  # the numbers of the last night hold for another day
        log.exception("nobody spared anew", extra={"town_id": str(town_id)})


def _fit(tools: Tools, town_id: UUID) -> int:
    try:
        with tools.database.writing(TownScope(town_id)) as session:
            fit_town(session, town_id=town_id, now=tools.clock())
    except Exception:  # whatever is wrong with one town, the others are fitted
        log.exception("answers not fitted", extra={"town_id": str(town_id)})
        return 0
    return 1
