"""Begin a piece of long work that people can watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.runs import RunState
from models import Run

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.runs import RunKind


def start_run(
    session: Session, *, town_id: UUID, kind: RunKind, total: int, by: Actor, now: datetime
) -> Run:
    """Write the run's row, running from now on."""
    run = Run(
        town_id=town_id,
        kind=kind,
        state=RunState.RUNNING,
        by=by.code,
        started_at=now,
        total=total,
    )
    session.add(run)
    session.flush()
    return run
