"""Staff ring, at once, each neighbour who was sent to a door where nobody has to go any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language.call_off_words import do_not_go, need_not_go
from hopecare.queries.look_ins import asked_to_look_in, knocking
from hopecare.services.ring_off_neighbour import ring_off_neighbour

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInSlot


def ring_whoever_was_sent(
    session: Session,
    slot: CheckInSlot,
    *,
    is_unsafe: bool = False,
    by: Actor,
    now: datetime,
) -> frozenset[UUID]:
    """Owe a call to each who was asked to look in or to knock, and say who they are."""
    sent = asked_to_look_in(session, slot.id) | knocking(session, slot.id)
    say = do_not_go if is_unsafe else need_not_go
    for neighbour_id in sorted(sent):
        ring_off_neighbour(session, slot, neighbour_id, say=say, by=by, now=now)
    return sent
