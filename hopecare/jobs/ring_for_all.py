"""Go on owing calls for everybody who counts on words that do not leave; end those not needed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.domain.runs import RunKind
from hopecare.domain.stopped_sending import channels_stopped
from hopecare.queries.held_calls import towns_started_lately
from hopecare.queries.held_words import ids_to_ring_for
from hopecare.queries.identities import identity_by_code
from hopecare.queries.runs import runs_under_way
from hopecare.queries.sending_stops import standing_stops
from hopecare.services.end_held_calls import end_held_calls
from hopecare.services.ring_some import ring_some

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from hopecare.domain.identity import Identity
    from hopecare.jobs.tools import Tools
    from models import Run

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="ring_for_all")


def ring_for_all(tools: Tools) -> int:
    """Bring each such run to its end and say how many steps that took.

    Where words leave again, the calls that were owed for nothing but the stop end.
    """
    with tools.database.reading(AllTowns()) as session:
        under_way = runs_under_way(session, RunKind.RING_FOR_HELD)
        started = towns_started_lately(session, now=tools.clock())
    steps = sum(_go_on(tools, run) for run in under_way)
    for town_id in started:
        _end(tools, town_id)
    return steps


def _end(tools: Tools, town_id: UUID) -> None:
    """One town; one that fails never stops the others."""
    try:
        with tools.database.writing(TownScope(town_id)) as session:
            end_held_calls(session, town_id=town_id, by=BY, now=tools.clock())
    except Exception:  # whatever is wrong with one, the others go on
        log.exception("calls not ended", extra={"town_id": str(town_id)})


def _go_on(tools: Tools, run: Run) -> int:
    """One run; one that fails never stops the others, and goes on at the next tick."""
    steps = 0
    try:
        identity, held = _held(tools, run)
        place: int | None = 0
        while place is not None:
            with tools.database.writing(TownScope(run.town_id)) as session:
                place = ring_some(
                    session,
                    run_id=run.id,
                    message_ids=held,
                    first=place,
                    by=identity,
                    now=tools.clock(),
                )
            steps += 1
    except Exception:  # whatever is wrong with one, the others go on
        log.exception("calls not owed", extra={"run_id": str(run.id)})
    return steps


def _held(tools: Tools, run: Run) -> tuple[Identity, Sequence[UUID]]:
    """Who pressed, and what is held that they may see: from the start, however far it was."""
    with tools.database.reading(TownScope(run.town_id)) as session:
        identity = identity_by_code(session, run.by, now=tools.clock())
        channels = channels_stopped(each.channel for each in standing_stops(session))
        return identity, ids_to_ring_for(session, identity=identity, channels=channels)
