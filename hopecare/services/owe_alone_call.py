"""No second is looked for any more: a person asks whoever said yes whether they go alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.owe_case_call import owe_case_call

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Asking, CallTask, Case, Task


def owe_alone_call(
    session: Session, case: Case, asking: Asking, task: Task, *, by: Actor, now: datetime
) -> CallTask:
    """Owe it to the helper, once for each asking that ended without a second."""
    key = f"alone:{asking.id}:{task.id}"
    return owe_case_call(session, case, to_id=task.helper_id, key=key, by=by, now=now)
