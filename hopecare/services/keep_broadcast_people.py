"""Keep some of a broadcast's group, as it was planned: each once, whatever is cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert
from uuid_utils.compat import uuid7

from hopecare.queries.broadcasts import broadcast_alone, count_waiting, people_kept
from hopecare.queries.runs import run_by_id
from hopecare.services.advance_run import advance_run
from models import BroadcastPerson

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.broadcasts import Recipient


def keep_broadcast_people(
    session: Session,
    *,
    broadcast_id: UUID,
    people: Sequence[Recipient],
    is_last: bool,
    now: datetime,
) -> bool:
    """Keep those that are not kept yet; False where it was stopped, or another worker was done."""
    broadcast = broadcast_alone(session, broadcast_id)
    if not broadcast.is_planned_now:
        return False
    kept = people_kept(session, broadcast_id, [each.person_id for each in people])
    rows = [
        {
            "id": uuid7(),
            "town_id": broadcast.town_id,
            "broadcast_id": broadcast.id,
            "person_id": each.person_id,
            "language": each.language,
            "left_out": each.left_out,
        }
        for each in people
        if each.person_id not in kept
    ]
    if rows:
        session.execute(insert(BroadcastPerson), rows)
    if broadcast.run_id is not None:
        advance_run(session, run_id=broadcast.run_id, done=0, now=now)
    if is_last:
        broadcast.planned_at = now
        if broadcast.run_id is not None:
            run_by_id(session, broadcast.run_id).total = count_waiting(session, broadcast_id)
    session.flush()
    return True
