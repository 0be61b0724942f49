"""End imports that fell silent, and complete what one that stopped left out of the search box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.database import AllTowns, TownScope
from hopecare.queries.runs import broken_imports
from hopecare.services.end_silent_run import end_silent_run
from hopecare.services.fill_search import fill_search

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from hopecare.jobs.tools import Tools
    from models import Run


def mend_imports(tools: Tools) -> int:
    """Look at every import that stopped before its end; says how many runs and people it mended."""
    with tools.database.reading(AllTowns()) as session:
        broken = broken_imports(session, now=tools.clock())
    mended = 0
    for run in broken:
        with tools.database.writing(TownScope(run.town_id)) as session:
            mended += end_silent_run(session, run_id=run.id, now=tools.clock())
    return mended + sum(_fill(tools, TownScope(town_id)) for town_id in _towns(broken))


def _towns(broken: Sequence[Run]) -> set[UUID]:
    return {run.town_id for run in broken}


def _fill(tools: Tools, scope: TownScope) -> int:
    """Complete a town's people, some at a time: others must be able to write in between."""
    filled = 0
    while True:
        with tools.database.writing(scope) as session:
            some = fill_search(session)
        if not some:
            return filled
        filled += some
