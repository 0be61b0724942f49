"""End a run that was refused: nothing broke and nothing was done, so nobody has to be alarmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.runs import STOPPED_BY, RunState
from hopecare.queries.runs import run_by_id

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.errors import HopecareError
    from models import Run


def refuse_run(session: Session, *, run_id: UUID, refusal: HopecareError, now: datetime) -> Run:
    """Close it where it stood, done with none of it, with the reason of the refusal."""
    run = run_by_id(session, run_id)
    run.state, run.finished_at = RunState.DONE, now
    run.result = {**run.result, STOPPED_BY: refusal.reason}
    return run
