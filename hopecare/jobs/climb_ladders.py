"""Climb the ladders of check-ins nobody has answered; one slot that fails never stops the rest."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.domain.ladders import LATE
from hopecare.jobs.sweep_calls_in import sweep_calls_in
from hopecare.jobs.sweep_inbound import sweep_inbound
from hopecare.queries.check_ins import due_rung_ids, put_off_rung, put_off_rungs, slot_by_id
from hopecare.queries.worker_health import last_beat
from hopecare.services.climb_ladder import climb_ladder
from hopecare.services.leap_to_alert import leap_to_alert

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="climb_ladders")
BATCH: Final = 500
LATER: Final = timedelta(minutes=10)
HEARD_WITHIN: Final = timedelta(minutes=3)
"""The sweeps run each minute; a provider that stays silent holds no ladder up for longer."""


def climb_ladders(tools: Tools) -> int:
    """Climb one rung of each slot whose moment has come; after a gap, hear first what came in."""
    if _was_away(tools) and not _hear(tools):
        with tools.database.writing(AllTowns()) as session:
            put_off_rungs(session, now=tools.clock(), until=tools.clock() + HEARD_WITHIN)
    with tools.database.reading(AllTowns()) as session:
        due = due_rung_ids(session, now=tools.clock(), limit=BATCH)
    return sum(_climb(tools, slot_id) for slot_id in due)


def _was_away(tools: Tools) -> bool:
    """Whether no ladder was looked at for long: people may have answered meanwhile."""
    with tools.database.reading(AllTowns()) as session:
        last = last_beat(session, BY.name)
    return last is not None and tools.clock() - last > LATE


def _hear(tools: Tools) -> bool:
    """Take in what came meanwhile; False where the provider does not tell."""
    try:
        sweep_inbound(tools)
        sweep_calls_in(tools)
    except Exception:  # the sweeps try again each minute; the ladders wait a little for them
        log.exception("not heard before climbing")
        return False
    return True


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
