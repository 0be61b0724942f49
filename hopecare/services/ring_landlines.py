"""Owe a call to whoever of a broadcast's group has a landline only: a person says it to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from hopecare.domain.broadcasts import language_for
from hopecare.domain.calls import CallTaskKind
from hopecare.queries.broadcast_calls import call_key
from hopecare.queries.broadcasts import broadcast_alone
from hopecare.queries.town_days import town_by_id
from hopecare.services.find_landlines import find_landlines
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Broadcast

AT_ONCE: Final = 200
"""Calls owed by one press: others must be able to write too; a second press goes on."""


def ring_landlines(session: Session, *, broadcast_id: UUID, by: Identity, now: datetime) -> int:
    """Owe the calls with the broadcast's words, once a person; gives how many are new."""
    broadcast = broadcast_alone(session, broadcast_id)
    waiting = find_landlines(session, broadcast, by=by, now=now)[:AT_ONCE]
    for person_id, language in waiting if now < broadcast.valid_until else ():
        _owe(session, broadcast, person_id, language, by=by, now=now)
    return len(waiting)


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
