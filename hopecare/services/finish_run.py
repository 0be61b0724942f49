"""End a run with its result, or with the code of what stopped it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.runs import RunState
from hopecare.queries.runs import run_by_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Run
    from models.types import JsonValue


def finish_run(
    session: Session,
    *,
    run_id: UUID,
    result: Mapping[str, str | int | None],
    now: datetime,
    failed: bool = False,
    details: JsonValue | None = None,
) -> Run:
    """Close the run: done with all of it, or failed where it stood; details lie encrypted."""
    run = run_by_id(session, run_id)
    run.state = RunState.FAILED if failed else RunState.DONE
    run.done = run.done if failed else run.total
    run.result = dict(result)
    run.details = details
    run.finished_at = now
    return run
