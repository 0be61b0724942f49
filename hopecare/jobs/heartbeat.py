"""Writes down when each job last ran to its end: a silent worker means silent check-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.database import AllTowns
from models import Heartbeat

if TYPE_CHECKING:
    from hopecare.jobs.tools import Tools


def beat(tools: Tools, *, job: str, handled: int) -> None:
    """Write that this job ran to its end just now."""
    now = tools.clock()
    with tools.database.writing(AllTowns()) as session:
        row = session.scalar(select(Heartbeat).where(Heartbeat.job == job))
        if row is None:
            session.add(Heartbeat(job=job, beat_at=now, handled=handled))
        else:
            row.beat_at, row.handled = now, handled
