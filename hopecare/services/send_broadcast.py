"""Send a broadcast off, with what its sender saw: the worker lays its messages one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.group_sketches import unpacked
from hopecare.domain.runs import RunKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError, StaleVersionError
from hopecare.queries.broadcasts import broadcast_alone
from hopecare.services.start_run import start_run

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.broadcasts import SeenGroup
    from hopecare.domain.identity import Identity
    from models import Broadcast


def send_broadcast(
    session: Session, *, broadcast_id: UUID, seen: SeenGroup, by: Identity, now: datetime
) -> Broadcast:
    """Keep whom they saw and begin; refused where it was another message, or nobody was seen.

    However many they are, it is as little: the rest is work for `jobs/write_broadcasts.py`.
    """
    broadcast = broadcast_alone(session, broadcast_id)
    if broadcast.sent_at is not None:
        raise MoveNotAllowedError(machine="broadcast", status="sent", event="sent")
    people = unpacked(seen.people)
    if people is None or (seen.broadcast_id, seen.version) != (broadcast.id, broadcast.version):
        raise StaleVersionError(kind="broadcast", version=broadcast.version)
    if not people.size:
        raise InvalidInputError({"seen": ["nobody_reachable"]})
    run = start_run(
        session, town_id=by.town_id, kind=RunKind.BROADCAST, total=people.size, by=by, now=now
    )
    broadcast.sent_at, broadcast.sent_by_id, broadcast.run_id = now, by.person_id, run.id
    broadcast.seen, broadcast.not_begun = seen.people, None
    session.flush()
    return broadcast
