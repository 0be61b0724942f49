"""Climb the ladders of check-ins nobody has answered; one slot that fails never stops the rest."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.queries.check_ins import due_rung_ids, slot_by_id
from hopecare.services.climb_ladder import climb_ladder

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="climb_ladders")
BATCH: Final = 500


def climb_ladders(tools: Tools) -> int:
    """Climb one rung of each slot whose moment has come."""
    with tools.database.reading(AllTowns()) as session:
        due = due_rung_ids(session, now=tools.clock(), limit=BATCH)
    return sum(_climb(tools, slot_id) for slot_id in due)


def _climb(tools: Tools, slot_id: UUID) -> int:
    """One slot in one transaction; an answer that was faster leaves nothing to climb."""
    now = tools.clock()
    try:
        with tools.database.writing(AllTowns()) as session:
            slot = slot_by_id(session, slot_id)
            if slot.next_rung_at is None or slot.next_rung_at > now:
                return 0
            climb_ladder(session, slot=slot, by=BY, now=now)
    except Exception:  # whatever is wrong with one, the others' ladders are climbed
        log.exception("rung not climbed", extra={"slot_id": str(slot_id)})
        return 0
    return 1
