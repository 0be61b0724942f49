"""Words that a stop held have left in time: the calls owed for nothing else end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallBecause
from hopecare.queries.held_calls import calls_not_needed
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def end_held_calls(session: Session, *, town_id: UUID, by: Actor, now: datetime) -> int:
    """End them, with the reason on the timeline, and say how many.

    A call that has another cause stays, and so does one that somebody has tried or put off; where
    the words get lost on their way after all, it is owed anew.
    """
    over = calls_not_needed(session, town_id=town_id, now=now)
    because = CallBecause.WORDS_LEFT
    for task_id in over:
        finish_call_task(session, task_id=task_id, outcome=None, because=because, by=by, now=now)
    return len(over)
