"""Owe a call to whoever of a broadcast's group has a landline only: a person says it to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from hopecare.domain.broadcasts import BroadcastState, LeftOut, language_for
from hopecare.domain.calls import CallTaskKind
from hopecare.queries.broadcast_calls import call_key, landlines_kept, may_be_rung, owed_already
from hopecare.queries.broadcasts import broadcast_alone
from hopecare.queries.town_days import town_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.preview_broadcast import preview_broadcast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.broadcasts import Recipient
    from hopecare.domain.identity import Identity
    from models import Broadcast

AT_ONCE: Final = 200
"""Calls owed by one press: others must be able to write too; a second press goes on."""


def ring_landlines(session: Session, *, broadcast_id: UUID, by: Identity, now: datetime) -> int:
    """Owe the calls with the broadcast's words, once a person; gives how many are new."""
    broadcast = broadcast_alone(session, broadcast_id)
    waiting = landlines_to_ring(session, broadcast, by=by, now=now)[:AT_ONCE]
    for person_id, language in waiting if now < broadcast.valid_until else ():
        _owe(session, broadcast, person_id, language, by=by, now=now)
    return len(waiting)


def landlines_to_ring(
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


def _owe(
    session: Session,
    broadcast: Broadcast,
    person_id: UUID,
    language: str,
    *,
    by: Identity,
    now: datetime,
) -> None:
    """One call, to be made while the words are true."""
    words = cast("Mapping[str, str]", broadcast.words)
    town = town_by_id(session, broadcast.town_id)
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=call_key(broadcast.id, person_id),
        due_at=broadcast.valid_until,
        person_id=person_id,
        words=words[language_for(language, town.language, words)],
    )
    open_call_task(session, town_id=broadcast.town_id, owed=owed, by=by, now=now)
