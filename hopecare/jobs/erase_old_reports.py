"""Erase, town by town, what old reports tell of somebody and who told us, as the page promises."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.services.erase_reports import erase_reports
from models import Town

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY = SystemActor(name="erase_old_reports")


def erase_old_reports(tools: Tools) -> int:
    """Blank them and say how many there were; what is blank already is never counted."""
    with tools.database.reading(AllTowns()) as session:
        towns = session.scalars(select(Town.id).order_by(Town.id)).all()
    return sum(_of_town(tools, town_id) for town_id in towns)


def _of_town(tools: Tools, town_id: UUID) -> int:
    """All of one town's; whatever is wrong there, the others are gone through."""
    erased = 0
    try:
        while True:
            with tools.database.writing(TownScope(town_id)) as session:
                gone = erase_reports(session, town_id=town_id, by=BY, now=tools.clock())
            erased += gone
            if not gone:
                break
    except Exception:  # whatever is wrong in one town, the others are gone through
        log.exception("old reports not erased", extra={"town_id": str(town_id)})
    return erased
