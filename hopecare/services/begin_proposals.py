"""Count that a list is begun, before it is solved: a worker that is killed says nothing after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.matching.proposals import ListState
from hopecare.domain.runs import BEGUN, MOST_BEGUN, SILENT_FOR, RunStop
from hopecare.queries.proposals import list_by_id
from hopecare.queries.runs import run_alone
from hopecare.services.withdraw_proposals import withdraw_proposals

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def begin_proposals(session: Session, *, list_id: UUID, now: datetime) -> bool:
    """Say whether it is to be made now; begun too often and silent since, it is given up."""
    asked = list_by_id(session, list_id, alone=True)
    if asked.state(now) is not ListState.MAKING:
        return False
    run = run_alone(session, asked.run_id)
    begun = int(run.result.get(BEGUN) or 0)
    if begun < MOST_BEGUN:
        run.result, run.advanced_at = {**run.result, BEGUN: begun + 1}, now
        return True
    # Another worker may still be at it: only silence tells that none is.
    if run.advanced_at is None or now - run.advanced_at > SILENT_FOR:
        withdraw_proposals(session, list_id=list_id, now=now, why=RunStop.SILENCE)
    return False
