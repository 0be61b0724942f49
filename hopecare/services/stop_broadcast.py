"""Stop a broadcast under way: what has not left yet never does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.runs import STOPPED_BY, RunState, RunStop
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.broadcasts import broadcast_alone, count_promised
from hopecare.queries.runs import run_by_id
from hopecare.services.finish_run import finish_run
from notifications.written_words import stop_written

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Broadcast


def stop_broadcast(
    session: Session, *, broadcast_id: UUID, by: Identity, now: datetime
) -> Broadcast:
    """Recall every message that waits, and write no further one; what has left stays told."""
    broadcast = broadcast_alone(session, broadcast_id)
    if broadcast.sent_at is None or broadcast.stopped_at is not None:
        raise MoveNotAllowedError(machine="broadcast", status="over", event="stopped")
    broadcast.stopped_at, broadcast.stopped_by_id = now, by.person_id
    stop_written(session, broadcast, now=now)
    run = run_by_id(session, broadcast.run_id) if broadcast.run_id else None
    if run is not None and run.state is RunState.RUNNING:
        result: dict[str, str | int | None] = {
            "written": count_promised(session, broadcast.id),
            STOPPED_BY: RunStop.HAND.value,
        }
        finish_run(session, run_id=run.id, result=result, now=now, failed=True)
    session.flush()
    return broadcast
