"""Erase, town by town, the papers whose last day is over; what the law holds is left."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.services.erase_papers import AT_ONCE, erase_papers
from models import Town

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY = SystemActor(name="erase_old_papers")


def erase_old_papers(tools: Tools) -> int:
    """Blank them and say how many there were; one that is blank already is never counted."""
    with tools.database.reading(AllTowns()) as session:
        towns = session.scalars(select(Town.id).order_by(Town.id)).all()
    return sum(_of_town(tools, town_id) for town_id in towns)


def _of_town(tools: Tools, town_id: UUID) -> int:
    """All of one town's; whatever is wrong there, the others are gone through."""
    erased = 0
    try:
        while True:
            with tools.database.writing(TownScope(town_id)) as session:
                gone = erase_papers(session, town_id=town_id, by=BY, now=tools.clock())
            erased += len(gone)
            if len(gone) < AT_ONCE:
                break
    except Exception:
        log.exception("old papers not erased", extra={"town_id": str(town_id)})
    return erased
