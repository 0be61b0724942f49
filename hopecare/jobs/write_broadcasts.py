"""Lay the messages of broadcasts under way, some at a time; what was cut off goes on here."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns, TownScope
from hopecare.domain.broadcasts import NotBegun
from hopecare.queries.broadcasts import broadcast_by_id, broadcasts_under_way
from hopecare.services.keep_broadcast_people import keep_broadcast_people
from hopecare.services.plan_broadcast import plan_broadcast
from hopecare.services.promise_broadcast import AT_ONCE, promise_broadcast
from hopecare.services.refuse_broadcast import refuse_broadcast

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
KEPT_AT_ONCE: Final = 1000
"""People of a group in one transaction; each is a small row."""


def write_broadcasts(tools: Tools) -> int:
    """Go on with each broadcast under way and say how many people of it were gone through."""
    with tools.database.reading(AllTowns()) as session:
        under_way = [(each.town_id, each.id) for each in broadcasts_under_way(session)]
    return sum(_go_on(tools, TownScope(town_id), which) for town_id, which in under_way)


def _go_on(tools: Tools, scope: TownScope, broadcast_id: UUID) -> int:
    """One broadcast to its end; one that fails never stops the others."""
    written = 0
    try:
        if not _plan(tools, scope, broadcast_id):
            return 0
        while True:
            with tools.database.writing(scope) as session:
                some = promise_broadcast(session, broadcast_id=broadcast_id, now=tools.clock())
            written += some
            if some < AT_ONCE:
                return written
    except Exception:  # whatever is wrong with one, the others are written
        log.exception("broadcast not written", extra={"broadcast_id": str(broadcast_id)})
        return written


def _plan(tools: Tools, scope: TownScope, broadcast_id: UUID) -> bool:
    """Look who is of the group, nothing locked, and keep them; False where nothing is begun."""
    with tools.database.reading(scope) as session:
        if broadcast_by_id(session, broadcast_id).planned_at is not None:
            return True
        people = plan_broadcast(session, broadcast_id=broadcast_id, now=tools.clock())
    if isinstance(people, NotBegun):
        with tools.database.writing(scope) as session:
            refuse_broadcast(session, broadcast_id=broadcast_id, why=people, now=tools.clock())
        return False
    for first in range(0, len(people), KEPT_AT_ONCE):
        with tools.database.writing(scope) as session:
            goes_on = keep_broadcast_people(
                session,
                broadcast_id=broadcast_id,
                people=people[first : first + KEPT_AT_ONCE],
                is_last=first + KEPT_AT_ONCE >= len(people),
                now=tools.clock(),
            )
        if not goes_on:
            return False
    return True
