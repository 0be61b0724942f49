"""Neighbours do not help any more, at the resident's word: nobody new, and nobody who does now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.offers import StopReason
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import live_needs_of_case, need_by_id
from hopecare.queries.stoppable import live_cases_of
from hopecare.queries.tasks import active_tasks_of_case
from hopecare.services.end_asking import end_asking
from hopecare.services.stand_down_offers import stand_down_offers
from hopecare.services.stop_task import stop_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case


def stop_help(session: Session, *, resident_id: UUID, by: Actor, now: datetime) -> None:
    """Stand every offer down and stop every task; each helper is told, and owed a call.

    Each case is held before its tasks are read: a yes under way comes before, and is ended here,
    or comes after, and finds no consent.
    """
    for live in live_cases_of(session, resident_id):
        case = case_by_id(session, live.id, alone=True)
        _stop_asking(session, case, by, now)
        for task in active_tasks_of_case(session, case.id):
            reason = StopReason.CONSENT_WITHDRAWN
            stop_task(session, task_id=task.id, reason=reason, by=by, now=now)


def _stop_asking(session: Session, case: Case, by: Actor, now: datetime) -> None:
    for live in live_needs_of_case(session, case.id):
        need = need_by_id(session, live.id, alone=True)
        stand_down_offers(session, case, need, with_backups=True, by=by, now=now)
        end_asking(session, case, need, now=now)
        session.flush()
