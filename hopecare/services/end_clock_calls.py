"""Take back the calls owed because of a clock: it has ended, or its day was moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.clocks import open_calls_of_clock
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import LegalClock


def end_clock_calls(session: Session, clock: LegalClock, *, by: Actor, now: datetime) -> None:
    """Cancel what nobody has made yet."""
    for task in open_calls_of_clock(session, clock):
        finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
