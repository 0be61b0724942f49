"""End the help until a decision: it is here, or nobody waits for it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import NeedStatus
from hopecare.queries.bridges import open_calls_of_bridge
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.services.end_need import end_need
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application


def end_bridge(
    session: Session, application: Application, *, is_met: bool, by: Actor, now: datetime
) -> None:
    """End the need with its asking; whoever helps is thanked and told. Ended already, it stays."""
    if application.bridge_need_id is None:
        return
    for task in open_calls_of_bridge(session, application):
        finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
    need = need_by_id(session, application.bridge_need_id)
    if need.status in LIVE:
        was_helped = need.status is NeedStatus.HELPED
        end_need(session, need_id=need.id, is_met=is_met and was_helped, by=by, now=now)
