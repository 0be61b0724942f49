"""Write the messages of broadcasts under way, some at a time; what was cut off goes on here."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hopecare.database import AllTowns, TownScope
from hopecare.queries.broadcasts import broadcasts_under_way
from hopecare.services.promise_broadcast import AT_ONCE, promise_broadcast

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)


def write_broadcasts(tools: Tools) -> int:
    """Go on with each broadcast under way and say how many messages were written."""
    with tools.database.reading(AllTowns()) as session:
        under_way = [(each.town_id, each.id) for each in broadcasts_under_way(session)]
    return sum(_go_on(tools, town_id, broadcast_id) for town_id, broadcast_id in under_way)


def _go_on(tools: Tools, town_id: UUID, broadcast_id: UUID) -> int:
    """One broadcast to its end; one that fails never stops the others."""
    written = 0
    try:
        while True:
            with tools.database.writing(TownScope(town_id)) as session:
                some = promise_broadcast(session, broadcast_id=broadcast_id, now=tools.clock())
            written += some
            if some < AT_ONCE:
                return written
    except Exception:  # whatever is wrong with one, the others are written
        log.exception("broadcast not written", extra={"broadcast_id": str(broadcast_id)})
        return written
