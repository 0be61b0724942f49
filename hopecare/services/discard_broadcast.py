"""Throw away a draft of a message to many: nothing of it stays, also no call with its words.

A draft that was changed is another one: whoever was to be rung would be rung twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import MoveNotAllowedError
from hopecare.queries.broadcast_calls import calls_open
from hopecare.queries.broadcasts import broadcast_alone
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def discard_broadcast(session: Session, *, broadcast_id: UUID, by: Actor, now: datetime) -> None:
    """Delete it and call off what nobody has rung yet; refused once it was sent off."""
    draft = broadcast_alone(session, broadcast_id)
    if draft.sent_at is not None:
        raise MoveNotAllowedError(machine="broadcast", status=draft.state, event="discarded")
    for task_id in calls_open(session, draft):
        finish_call_task(session, task_id=task_id, outcome=None, by=by, now=now)
    session.delete(draft)
    session.flush()
