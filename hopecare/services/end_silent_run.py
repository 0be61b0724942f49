"""End a run that nobody works on any more: the program was killed, or the power failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.runs import STOPPED_BY, RunStop
from hopecare.queries.runs import find_silent_run
from hopecare.services.finish_run import finish_run

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def end_silent_run(session: Session, *, run_id: UUID, now: datetime) -> bool:
    """Close the run as failed where it stood; not where it ended or spoke meanwhile."""
    run = find_silent_run(session, run_id, now=now)
    if run is None:
        return False
    result = {**run.result, STOPPED_BY: RunStop.SILENCE.value}
    finish_run(session, run_id=run_id, result=result, now=now, failed=True, details=run.details)
    return True
