"""Go on owing the calls for everybody who counts on words that do not leave."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hopecare.database import AllTowns, TownScope
from hopecare.domain.runs import RunKind
from hopecare.domain.stopped_sending import channels_stopped
from hopecare.queries.held_words import ids_to_ring_for
from hopecare.queries.identities import identity_by_code
from hopecare.queries.runs import runs_under_way
from hopecare.queries.sending_stops import standing_stops
from hopecare.services.ring_some import ring_some

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from hopecare.domain.identity import Identity
    from hopecare.jobs.tools import Tools
    from models import Run

log = logging.getLogger(__name__)


def ring_for_all(tools: Tools) -> int:
    """Bring each such run to its end and say how many steps that took."""
    with tools.database.reading(AllTowns()) as session:
        under_way = runs_under_way(session, RunKind.RING_FOR_HELD)
    return sum(_go_on(tools, run) for run in under_way)


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
