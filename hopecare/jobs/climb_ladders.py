"""Climb the ladders of check-ins nobody has answered; one slot that fails never stops the rest."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.queries.check_ins import due_rung_ids, put_off_rung, slot_by_id
from hopecare.services.climb_ladder import climb_ladder
from hopecare.services.leap_to_alert import leap_to_alert

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="climb_ladders")
BATCH: Final = 500
LATER: Final = timedelta(minutes=10)


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
        return _leap(tools, slot_id)
    return 1


def _leap(tools: Tools, slot_id: UUID) -> int:
    """Whoever is on duty hears of it instead; where even that fails, it is tried again later.

    So one that stays broken never keeps the others from their turn.
    """
    now = tools.clock()
    try:
        with tools.database.writing(AllTowns()) as session:
            slot = slot_by_id(session, slot_id)
            if slot.next_rung_at is None or slot.next_rung_at > now:
                return 0
            return int(leap_to_alert(session, slot=slot, by=BY, now=now))
    except Exception:  # whatever is wrong with one, the others' ladders are climbed
        log.exception("ladder put off", extra={"slot_id": str(slot_id)})
    try:
        with tools.database.writing(AllTowns()) as session:
            put_off_rung(session, slot_id, until=now + LATER)
    except Exception:  # likewise
        log.exception("ladder not put off", extra={"slot_id": str(slot_id)})
    return 0
