"""End the calls that ask a service about its places: it was heard, or the case went there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.capacity_calls import capacity_calls
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.calls import CallOutcome
    from hopecare.domain.identity import Actor


def end_capacity_calls(
    session: Session,
    *,
    service_id: UUID,
    case_id: UUID | None = None,
    outcome: CallOutcome | None,
    by: Actor,
    now: datetime,
) -> None:
    """Finish what nobody has made yet; without an outcome it is not owed any more."""
    for task in capacity_calls(session, service_id, case_id=case_id):
        finish_call_task(session, task_id=task.id, outcome=outcome, by=by, now=now)
