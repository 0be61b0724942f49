"""See who of a broadcast's group has a landline only and is not rung yet; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.broadcasts import BroadcastState, LeftOut
from hopecare.queries.broadcast_calls import landlines_kept, may_be_rung, owed_already
from hopecare.services.preview_broadcast import preview_broadcast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.broadcasts import Recipient
    from hopecare.domain.identity import Identity
    from models import Broadcast


def find_landlines(
    session: Session,
    broadcast: Broadcast,
    *,
    by: Identity,
    now: datetime,
    people: Sequence[Recipient] | None = None,
) -> list[tuple[UUID, str]]:
    """Give who is not rung yet, with the language they hear it in; `people` was asked already."""
    group = _landlines(session, broadcast, by=by, now=now, people=people)
    ids = may_be_rung(session, broadcast, [person_id for person_id, _ in group], now=now)
    left = set(ids) - owed_already(session, broadcast, ids)
    return [(person_id, language) for person_id, language in group if person_id in left]


def _landlines(
    session: Session,
    broadcast: Broadcast,
    *,
    by: Identity,
    now: datetime,
    people: Sequence[Recipient] | None,
) -> Sequence[tuple[UUID, str]]:
    """Of a draft as it stands now; of one that was sent as it was then."""
    if broadcast.state is not BroadcastState.DRAFT:
        return landlines_kept(session, broadcast.id, identity=by)
    asked = preview_broadcast(session, broadcast, by=by, now=now) if people is None else people
    return [(each.person_id, each.language) for each in asked if each.left_out is LeftOut.LANDLINE]
