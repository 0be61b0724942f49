"""Somebody who was asked to look in on a resident is to go there no more: they are rung at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.language.call_off_words import do_not_go
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.look_ins import may_be_on_their_way, waiting_words
from hopecare.queries.stoppable import has_died
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import person_by_id
from hopecare.queries.who_looks_in import still_looks_in
from hopecare.services.ring_off_neighbour import ring_off_neighbour
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInSlot

CODE: Final = "taken_back"


def call_off_neighbour(
    session: Session,
    *,
    person_id: UUID,
    resident_id: UUID | None = None,
    is_barred: bool = False,
    by: Actor,
    now: datetime,
) -> None:
    """Call them off every open check-in they were sent for, or this resident's alone.

    Whoever still holds the key or helps there goes on, unless they are barred from the door.
    """
    sent = may_be_on_their_way(session, person_id, resident_id=resident_id)
    if not sent:
        return
    today = local_day(session, person_by_id(session, person_id).town_id, now)
    for slot_id in sent:
        slot = slot_by_id(session, slot_id)
        resident = slot.person_id
        if is_barred or not still_looks_in(session, person_id, resident_id=resident, on=today):
            _call_off(session, slot, person_id, by=by, now=now)


def _call_off(
    session: Session, slot: CheckInSlot, person_id: UUID, *, by: Actor, now: datetime
) -> None:
    """Ring whoever may be on the way, unless they have died; the next step comes at once."""
    for words in waiting_words(session, slot.id, person_id):
        stop(session, words, code=CODE, now=now)
    if slot.next_rung_at is not None:
        slot.next_rung_at = min(slot.next_rung_at, now)
    if not has_died(session, person_id):
        ring_off_neighbour(session, slot, person_id, say=do_not_go, by=by, now=now)
