"""Take away messages to many that were written down and never sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.database import AllTowns
from hopecare.queries.broadcasts import drafts_before
from hopecare.town_values import shipped_policy

if TYPE_CHECKING:
    from hopecare.jobs.tools import Tools


def tidy_drafts(tools: Tools) -> int:
    """Erase them after the days that the policy says; says how many there were."""
    kept_for = timedelta(days=shipped_policy("broadcasts")["drafts"]["kept_days"])
    with tools.database.writing(AllTowns()) as session:
        old = drafts_before(session, tools.clock() - kept_for)
        for draft in old:
            session.delete(draft)
        return len(old)
