"""Settle what still waits for an answer in a case that is about to be closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import alert_end_of
from hopecare.queries.case_closing import open_alerts_of_case, waiting_slots_of_case
from hopecare.queries.cases import case_by_id
from hopecare.queries.check_ins import open_calls_of
from hopecare.services.cancel_check_in import cancel_check_in
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.resolve_alert import resolve_alert

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.outcomes import CaseOutcome
    from models import CheckInSlot


def settle_case(
    session: Session,
    *,
    case_id: UUID,
    alert_ids: Collection[UUID],
    outcome: CaseOutcome,
    by: Actor,
    now: datetime,
) -> None:
    """Take back the questions that wait, and end these alerts; a silence goes on to its end."""
    case = case_by_id(session, case_id)
    for slot in waiting_slots_of_case(session, case_id):
        _cancel(session, slot, by, now)
    for alert_id in open_alerts_of_case(session, case):
        if alert_id in alert_ids:
            ended_by = alert_end_of(outcome)
            resolve_alert(session, alert_id=alert_id, ended_by=ended_by, by=by, now=now)
    session.flush()


def _cancel(session: Session, slot: CheckInSlot, by: Actor, now: datetime) -> None:
    """End the ladder of a check-in with everything it has promised."""
    cancel_check_in(session, slot, code="case_closed", by=by, now=now)
    for task in open_calls_of(session, slot.id):
        finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
