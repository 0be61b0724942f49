"""From when on a job looks again: where its last look came to its end, a little before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.queries.worker_health import last_beat

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.jobs.tools import Tools

OVERLAP: Final = timedelta(minutes=15)
"""Looked at again each time: a list may show something some minutes late, and clocks differ."""
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
