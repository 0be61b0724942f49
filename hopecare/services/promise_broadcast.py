"""Promise the next messages of a broadcast under way: each person once, whatever is cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.queries.broadcasts import broadcast_alone, count_promised, waiting_people
from hopecare.queries.town_days import town_by_id
from hopecare.services.advance_run import advance_run
from hopecare.services.finish_run import finish_run
from notifications.written_words import promise_written

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Broadcast

AT_ONCE: Final = 200
"""Messages in one transaction: others must be able to write in between."""


def promise_broadcast(
    session: Session, *, broadcast_id: UUID, now: datetime, limit: int = AT_ONCE
) -> int:
    """Promise up to `limit` messages and say how many; the last ones end the work."""
    broadcast = broadcast_alone(session, broadcast_id)
    if broadcast.sent_at is None or broadcast.written_at or broadcast.stopped_at:
        return 0
    people = waiting_people(session, broadcast_id, limit=limit)
    town = town_by_id(session, broadcast.town_id)
    promise_written(session, broadcast, people, town=town, now=now)
    for each in people:
        each.promised_at = now
    session.flush()
    _tell(session, broadcast, is_last=len(people) < limit, now=now)
    return len(people)


def _tell(session: Session, broadcast: Broadcast, *, is_last: bool, now: datetime) -> None:
    if broadcast.run_id is None:
        return
    done = count_promised(session, broadcast.id)
    advance_run(session, run_id=broadcast.run_id, done=done, now=now)
    if is_last:
        broadcast.written_at = now
        finish_run(session, run_id=broadcast.run_id, result={"written": done}, now=now)
