"""No second is looked for any more: a person asks whoever said yes whether they go alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.owe_case_call import owe_case_call

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Asking, CallTask, Case, Need, Task


def owe_alone_call(
    session: Session, case: Case, of: Asking | Need, task: Task, *, by: Actor, now: datetime
) -> CallTask:
    """Owe it to the helper, once for each asking that ended without a second.

    Or for the need, where its help has begun and nobody could be asked any more.
    """
    key = f"alone:{of.id}:{task.id}"
    return owe_case_call(session, case, to_id=task.helper_id, key=key, by=by, now=now)
