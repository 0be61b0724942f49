"""Neighbours do not help any more, at the resident's word: nobody new, and nobody who does now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.offers import StopReason
from hopecare.queries.cases import case_by_id
from hopecare.queries.stoppable import live_cases_of
from hopecare.queries.tasks import active_tasks_of_case
from hopecare.services.stop_asking import stop_asking
from hopecare.services.stop_task import stop_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def stop_help(session: Session, *, resident_id: UUID, by: Actor, now: datetime) -> None:
    """Stand every offer down and stop every task; each helper is told, and owed a call.

    Each case is held before its tasks are read: a yes under way comes before, and is ended here,
    or comes after, and finds no consent.
    """
    for live in live_cases_of(session, resident_id):
        case = case_by_id(session, live.id, alone=True)
        stop_asking(session, case, by=by, now=now)
        for task in active_tasks_of_case(session, case.id):
            reason = StopReason.CONSENT_WITHDRAWN
            stop_task(session, task_id=task.id, reason=reason, by=by, now=now)
