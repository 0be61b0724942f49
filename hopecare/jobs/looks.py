"""From when on a job looks again: some minutes before its last look in which all went well."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.jobs.heartbeat import mark
from hopecare.queries.worker_health import last_beat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from hopecare.jobs.tools import Tools

OVERLAP: Final = timedelta(minutes=15)
"""So much before the begin of that look is looked at again: a list may show something late."""
FIRST_LOOK: Final = timedelta(days=1)
FURTHEST: Final = timedelta(days=14)
"""After so long it says nothing about today any more; somebody was called meanwhile."""
_ALL_WENT_WELL: Final = "all of it: "


@contextmanager
def looking(tools: Tools, job: str) -> Iterator[datetime]:
    """Give from when on a provider's list is to be read; what fails in it is looked at again.

    Only a look that raises nothing counts, and from its begin: what came while it lasted may not
    stand in what it read.
    """
    began = tools.clock()
    yield _since(tools, job, now=began)
    mark(tools, job=f"{_ALL_WENT_WELL}{job}", at=began)


def _since(tools: Tools, job: str, *, now: datetime) -> datetime:
    with tools.database.reading(AllTowns()) as session:
        # A worker of before kept only when the job came to its end.
        looked_at = last_beat(session, f"{_ALL_WENT_WELL}{job}") or last_beat(session, job)
    if looked_at is None:
        return now - FIRST_LOOK
    return max(looked_at - OVERLAP, now - FURTHEST)
