"""Writes down when each job last ran to its end: a silent worker means silent check-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.database import AllTowns
from models import Heartbeat

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.jobs.tools import Tools


def beat(tools: Tools, *, job: str, handled: int) -> None:
    """Write that this job ran to its end just now."""
    mark(tools, job=job, at=tools.clock(), handled=handled)


def mark(tools: Tools, *, job: str, at: datetime, handled: int = 0) -> None:
    """Write a moment of a job under its name."""
    with tools.database.writing(AllTowns()) as session:
        row = session.scalar(select(Heartbeat).where(Heartbeat.job == job))
        if row is None:
            session.add(Heartbeat(job=job, beat_at=at, handled=handled))
        else:
            row.beat_at, row.handled = at, handled
