"""Every place of a need is filled: nobody has to ring for it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.channels import ReplyWay
from hopecare.queries.call_causes import owed_for
from hopecare.queries.unfilled_causes import unfilled_causes
from hopecare.services.finish_call_task import finish_call_task
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Need


def end_unfilled_calls(
    session: Session, need: Need, *, way: ReplyWay | None, by: Actor, now: datetime
) -> None:
    """End what is owed because nobody had been found; where the yes came in a call, it was made."""
    outcome = CallOutcome.SPOKE if way is ReplyWay.HELPER_CALL else None
    owed = select(CallTask.id).where(
        CallTask.town_id == need.town_id,
        CallTask.case_id == need.case_id,
        CallTask.kind == CallTaskKind.UNFILLED,
        CallTask.status == CallTaskStatus.OPEN,
        owed_for(unfilled_causes(session, need)),
    )
    for task_id in session.scalars(owed.order_by(CallTask.id)).all():
        finish_call_task(session, task_id=task_id, outcome=outcome, by=by, now=now)
