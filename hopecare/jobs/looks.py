"""From when on a job looks again: some minutes before its last look came to its end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.queries.worker_health import last_beat

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.jobs.tools import Tools

OVERLAP: Final = timedelta(minutes=15)
"""So much before the end of the last look is looked at again.

A list may show something late, clocks differ, and what came while that look lasted is not in it.
What could not be taken in is tried again for as long; what shows later, or came in a look that
lasted longer, is not found any more.
"""
FIRST_LOOK: Final = timedelta(days=1)
FURTHEST: Final = timedelta(days=14)
"""After so long it says nothing about today any more; somebody was called meanwhile."""


def since_last_look(tools: Tools, job: str, *, now: datetime) -> datetime:
    """Say from when on a provider's list is to be read."""
    with tools.database.reading(AllTowns()) as session:
        looked_at = last_beat(session, job)
    if looked_at is None:
        return now - FIRST_LOOK
    return max(looked_at - OVERLAP, now - FURTHEST)
