"""Nobody is looked for any more for a need: nobody rings for it, and no alert waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallOutcome
from hopecare.domain.channels import ReplyWay
from hopecare.queries.calls_of_need import open_alerts_of_need, open_calls_of_need
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.resolve_alert import resolve_alert
from hopecare.services.tell_alert_ended import tell_alert_ended

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import AlertEnd
    from hopecare.domain.identity import Actor
    from models import Need


def end_calls_of_need(
    session: Session,
    need: Need,
    *,
    way: ReplyWay | None = None,
    ended_by: AlertEnd,
    by: Actor,
    now: datetime,
) -> None:
    """End what is owed because nobody had been found; where the yes came in a call, it was made."""
    outcome = CallOutcome.SPOKE if way is ReplyWay.HELPER_CALL else None
    for call in open_calls_of_need(session, need.id):
        finish_call_task(session, task_id=call.id, outcome=outcome, by=by, now=now)
    for alert in open_alerts_of_need(session, need.id):
        resolve_alert(session, alert_id=alert.id, ended_by=ended_by, by=by, now=now)
        tell_alert_ended(session, alert, by=by, now=now)
