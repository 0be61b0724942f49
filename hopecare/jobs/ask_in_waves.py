"""Ask neighbours in waves for whatever is due, the most pressing first."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.queries.asking_policies import wave_policy
from hopecare.queries.askings import due_asking_ids
from hopecare.services.ask_next_wave import ask_next_wave
from hopecare.services.claim_asking import claim_asking

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.domain.urgency import Urgency
    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="ask_in_waves")
BATCH: Final = 200


def ask_in_waves(tools: Tools) -> int:
    """Look at each asking whose moment has come; one that fails is looked at again later."""
    with tools.database.reading(AllTowns()) as session:
        due = due_asking_ids(session, now=tools.clock(), limit=BATCH)
    return sum(_look(tools, *asking) for asking in due)


def _look(tools: Tools, asking_id: UUID, town_id: UUID, urgency: Urgency) -> int:
    """Claim it in one transaction, ask in the next: a crash in between costs a lease, no wave."""
    now, lease = tools.clock(), wave_policy(urgency).lease
    with tools.database.writing(TownScope(town_id)) as session:
        if not claim_asking(session, asking_id=asking_id, lease=lease, now=now):
            return 0
    try:
        with tools.database.writing(TownScope(town_id)) as session:
            ask_next_wave(session, asking_id=asking_id, by=BY, now=now)
    except Exception:  # whatever is wrong with one, the others are asked; its lease runs out
        log.exception("wave not asked", extra={"asking_id": str(asking_id)})
        return 0
    return 1
