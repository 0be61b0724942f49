"""Look after consents that end by their own date; one that fails never stops the rest."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.domain.consent import ASK_AGAIN_BEFORE
from hopecare.domain.identity import SystemActor
from hopecare.queries.ending_consents import people_whose_consent_ends
from hopecare.services.follow_consent_end import follow_consent_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="follow_consents")
BATCH: Final = 500
FURTHEST_EAST: Final = timedelta(days=1)
"""Somewhere it is tomorrow already; each person's own town says which day it is there."""


def follow_consents(tools: Tools) -> int:
    """Owe the calls to ask again, and stop what has run out; a late run catches up."""
    return sum(_follow(tools, person_id) for person_id in _people(tools))


def _people(tools: Tools) -> Iterator[UUID]:
    """Go through everybody concerned, batch by batch."""
    until = tools.clock().date() + FURTHEST_EAST + ASK_AGAIN_BEFORE
    after: UUID | None = None
    while True:
        with tools.database.reading(AllTowns()) as session:
            batch = people_whose_consent_ends(session, until=until, after=after, limit=BATCH)
        yield from batch
        if len(batch) < BATCH:
            return
        after = batch[-1]


def _follow(tools: Tools, person_id: UUID) -> int:
    """One person in one transaction; says how many calls are new."""
    now = tools.clock()
    try:
        with tools.database.writing(AllTowns()) as session:
            return len(follow_consent_end(session, person_id=person_id, by=BY, now=now))
    except Exception:  # whatever is wrong with one, the others are asked in time
        log.exception("consent not followed", extra={"person_id": str(person_id)})
        return 0
