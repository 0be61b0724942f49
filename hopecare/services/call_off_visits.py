"""Nobody stays on the way to a door that has become unsafe: staff ring whoever was sent there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.stoppable import open_slots_of
from hopecare.services.end_knocks import end_knocks
from hopecare.services.ring_whoever_was_sent import ring_whoever_was_sent

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def call_off_visits(session: Session, resident: Person, *, by: Actor, now: datetime) -> None:
    """Owe a call at once to each neighbour who was asked to look in or to knock; no knock stands.

    Words that have not left are kept here by the send gate; a text can be read too late.
    """
    for slot in open_slots_of(session, resident.id):
        ring_whoever_was_sent(session, slot, is_unsafe=True, by=by, now=now)
        end_knocks(session, slot.id, by=by, now=now)
