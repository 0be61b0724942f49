"""Ask for a list of proposals before each morning, so that a coordinator finds a fresh one."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.queries.nightly_lists import centres_without_list
from hopecare.services.ask_for_proposals import ask_for_proposals
from models import Town

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="propose_nightly")


def propose_nightly(tools: Tools) -> int:
    """Ask for what is due and say how many lists; another job makes them, as by hand."""
    with tools.database.reading(AllTowns()) as session:
        towns = session.scalars(select(Town.id).order_by(Town.id)).all()
    return sum(_ask(tools, town_id) for town_id in towns)


def _ask(tools: Tools, town_id: UUID) -> int:
    """One town in one transaction; at most times of the day it is only read."""
    now, scope = tools.clock(), TownScope(town_id)
    try:
        with tools.database.reading(scope) as session:
            if not centres_without_list(session, town_id, now=now):
                return 0
        with tools.database.writing(scope) as session:
            due = centres_without_list(session, town_id, now=now)
            for centre_id in due:
                ask_for_proposals(session, town_id=town_id, centre_id=centre_id, by=BY, now=now)
            return len(due)
    except Exception:  # whatever is wrong with one town, the others have their lists
        log.exception("nightly list not asked for", extra={"town_id": str(town_id)})
        return 0
