"""Say how far a run has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.runs import run_by_id

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Run


def advance_run(
    session: Session, *, run_id: UUID, done: int, now: datetime, errors: int = 0
) -> Run:
    """Set what is done and what failed so far; never past the whole, never backwards."""
    run = run_by_id(session, run_id)
    run.done = max(run.done, min(done, run.total))
    run.advanced_at = now
    run.errors = max(run.errors, errors)
    return run
