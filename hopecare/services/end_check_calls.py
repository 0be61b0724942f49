"""A check was recorded anew, or the help has ended: nobody rings about its end any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import not_, select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.queries.call_causes import owed_for
from hopecare.services.finish_call_task import finish_call_task
from models import CallTask

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def end_check_calls(
    session: Session,
    *,
    helper_id: UUID,
    task_id: UUID,
    but: str | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Call off what is owed about the check of this helper for a task, but for one cause."""
    owed = select(CallTask.id).where(
        CallTask.kind == CallTaskKind.CHECK_LAPSES,
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.person_id == helper_id,
        owed_for([f"check_lapses:{task_id}"]),
    )
    if but is not None:
        owed = owed.where(not_(owed_for([but])))
    for call_id in session.scalars(owed.order_by(CallTask.id)).all():
        finish_call_task(session, task_id=call_id, outcome=None, by=by, now=now)
