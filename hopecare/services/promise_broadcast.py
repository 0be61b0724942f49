"""Promise the next messages of a broadcast under way: each person once, whatever is cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.broadcasts import LeftOut, left_out
from hopecare.queries.alike_readers import alike_readers
from hopecare.queries.broadcasts import (
    broadcast_alone,
    count_promised,
    count_waiting,
    waiting_people,
)
from hopecare.queries.message_causes import read_causes
from hopecare.queries.runs import run_by_id
from hopecare.queries.town_days import town_by_id
from hopecare.services.advance_run import advance_run
from hopecare.services.finish_run import finish_run
from notifications.ask_ahead import ask_ahead
from notifications.written_words import promise_written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Broadcast, BroadcastPerson

AT_ONCE: Final = 200
"""Messages in one transaction: others must be able to write in between."""


def promise_broadcast(
    session: Session, *, broadcast_id: UUID, now: datetime, limit: int = AT_ONCE
) -> int:
    """Take the next `limit` people and say how many they were; the last ones end the work.

    The gate is asked about each once more: who may not be written to any more gets no message, and
    is named with the reason.
    """
    broadcast = broadcast_alone(session, broadcast_id)
    if broadcast.planned_at is None or broadcast.written_at or broadcast.stopped_at:
        return 0
    people = waiting_people(session, broadcast_id, limit=limit)
    _leave_out(session, broadcast, people, now=now)
    reached = [each for each in people if each.left_out is None]
    town = town_by_id(session, broadcast.town_id)
    promise_written(session, broadcast, reached, town=town, now=now)
    for each in reached:
        each.promised_at = now
    session.flush()
    _tell(session, broadcast, is_last=len(people) < limit, now=now)
    return len(people)


def _leave_out(
    session: Session, broadcast: Broadcast, people: Sequence[BroadcastPerson], *, now: datetime
) -> None:
    """Mark whom something is known of by now; what holds all sending holds it at the sender."""
    at = max(now, broadcast.not_before)
    by_id = {each.person_id: each for each in people}
    alike = alike_readers(session, broadcast, list(by_id), at=at)
    words = ask_ahead(session, broadcast, list(by_id), read_causes=read_causes, at=at, alike=alike)
    for person_id, decision, has_landline in words:
        why = left_out(
            decision, has_landline=has_landline, at=at, valid_until=broadcast.valid_until
        )
        if isinstance(why, LeftOut):
            by_id[person_id].left_out = why


def _tell(session: Session, broadcast: Broadcast, *, is_last: bool, now: datetime) -> None:
    if is_last:
        broadcast.written_at = now
    if broadcast.run_id is None:
        return
    run = run_by_id(session, broadcast.run_id)
    done = run.total - count_waiting(session, broadcast.id)
    advance_run(session, run_id=run.id, done=done, now=now)
    if is_last:
        written = count_promised(session, broadcast.id)
        finish_run(session, run_id=run.id, result={"written": written}, now=now)
