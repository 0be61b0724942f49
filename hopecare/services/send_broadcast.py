"""Send a broadcast to exactly the group whose preview was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert
from uuid_utils.compat import uuid7

from hopecare.domain.broadcasts import can_go, print_of
from hopecare.domain.runs import RunKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError, StaleVersionError
from hopecare.queries.broadcasts import broadcast_alone
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.preview_broadcast import preview_broadcast
from hopecare.services.promise_broadcast import promise_broadcast
from hopecare.services.start_run import start_run
from models import BroadcastPerson
from notifications.broadcast_costs import cost_of_broadcast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.broadcasts import Recipient
    from hopecare.domain.identity import Identity
    from models import Broadcast


def send_broadcast(
    session: Session, *, broadcast_id: UUID, seen: str, by: Identity, now: datetime
) -> Broadcast:
    """Keep the group and begin its messages; refused where another was seen, or money lacks."""
    broadcast = broadcast_alone(session, broadcast_id)
    if broadcast.sent_at is not None:
        raise MoveNotAllowedError(machine="broadcast", status="sent", event="sent")
    people = preview_broadcast(session, broadcast, by=by, now=now)
    if print_of(broadcast.id, broadcast.version, people) != seen:
        raise StaleVersionError(kind="broadcast", version=broadcast.version)
    if not can_go(people):
        raise InvalidInputError({"seen": ["nobody_reachable"]})
    _refuse_past_the_cap(session, broadcast, people, now=now)
    reached = sum(each.left_out is None for each in people)
    run = start_run(
        session, town_id=by.town_id, kind=RunKind.BROADCAST, total=reached, by=by, now=now
    )
    broadcast.sent_at, broadcast.sent_by_id, broadcast.run_id = now, by.person_id, run.id
    _keep(session, broadcast, people)
    promise_broadcast(session, broadcast_id=broadcast.id, now=now)
    return broadcast


def _refuse_past_the_cap(
    session: Session, broadcast: Broadcast, people: Sequence[Recipient], *, now: datetime
) -> None:
    """What the month's money does not carry to everybody is not begun (decision 24)."""
    town = town_by_id(session, broadcast.town_id)
    today = local_day(session, town.id, now)
    cost = cost_of_broadcast(session, broadcast, people, town=town, on=today, now=now)
    if cost.goes_past:
        raise InvalidInputError({"seen": ["past_the_cap"]})


def _keep(session: Session, broadcast: Broadcast, people: Sequence[Recipient]) -> None:
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
    ]
    session.flush()
    session.execute(insert(BroadcastPerson), rows)
