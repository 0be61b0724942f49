"""Make the lists of proposals that were asked for: read, solved with nothing open, then kept."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import true

from hopecare.database import AllTowns, TownScope
from hopecare.domain.matching.proposing import propose
from hopecare.domain.runs import RunStop
from hopecare.errors import HopecareError
from hopecare.queries.batch_facts import town_batch
from hopecare.queries.proposals import find_last_list, kept_pairs, list_by_id, lists_to_make
from hopecare.reading.policies import shipped_weights
from hopecare.services.begin_proposals import begin_proposals
from hopecare.services.keep_proposals import keep_proposals
from hopecare.services.withdraw_proposals import withdraw_proposals
from models import Case

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.jobs.tools import Tools
    from hopecare.queries.batch_facts import TownBatch

log = logging.getLogger(__name__)


def make_proposals(tools: Tools) -> int:
    """Make each list that waits and say how many; one that fails never stops the others."""
    with tools.database.reading(AllTowns()) as session:
        waiting = [(each.town_id, each.id) for each in lists_to_make(session)]
    return sum(_make(tools, town_id, list_id) for town_id, list_id in waiting)


def _make(tools: Tools, town_id: UUID, list_id: UUID) -> bool:
    scope = TownScope(town_id)
    # In a transaction of its own: whatever ends the worker, it was counted.
    with tools.database.writing(scope) as session:
        if not begin_proposals(session, list_id=list_id, now=tools.clock()):
            return False
    try:
        read = _read(tools, scope, list_id)
        answer = propose(read.batch)
        with tools.database.writing(scope) as session:
            return keep_proposals(
                session, list_id=list_id, answer=answer, found=read.open, now=tools.clock()
            )
    except Exception:  # whatever is wrong with one, the others are made
        log.exception("list of proposals not made", extra={"list_id": str(list_id)})
        _give_up(tools, scope, list_id)
        return False


def _read(tools: Tools, scope: TownScope, list_id: UUID) -> TownBatch:
    with tools.database.reading(scope) as session:
        asked = list_by_id(session, list_id)
        last = find_last_list(session, asked.centre_id)
        return town_batch(
            session,
            town_id=asked.town_id,
            now=tools.clock(),
            only=true() if asked.centre_id is None else Case.centre_id == asked.centre_id,
            weights=shipped_weights(),
            kept=kept_pairs(session, last.id) if last else {},
        )


def _give_up(tools: Tools, scope: TownScope, list_id: UUID) -> None:
    """A list that cannot be made is not tried again for ever; its run says that it failed."""
    try:
        with tools.database.writing(scope) as session:
            withdraw_proposals(session, list_id=list_id, now=tools.clock(), why=RunStop.FAULT)
    except HopecareError:  # somebody withdrew it meanwhile
        log.warning("list of proposals is gone", extra={"list_id": str(list_id)})
