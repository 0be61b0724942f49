"""Somebody may not be sent to a door any more: who is on the way is rung, and the key is settled.

What is written down of who looks in stays until staff end it: the resident may want it kept.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.people import OtherContactKind
from hopecare.language.call_off_words import do_not_go
from hopecare.language.look_in_calls import agree_who_looks_in
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.look_ins import may_be_on_their_way, waiting_words
from hopecare.queries.stoppable import looks_in_on
from hopecare.queries.town_days import local_day
from hopecare.queries.town_readers import reader_of_town
from hopecare.queries.volunteers import person_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.ring_off_neighbour import ring_off_neighbour
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInSlot, OtherContact, Person

WITHIN: Final = timedelta(days=1)
"""Their ladder turns to the next, or to staff, until then."""
CODE: Final = "taken_back"


def bar_keyholder(
    session: Session,
    *,
    person_id: UUID,
    resident_id: UUID | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Follow it with everybody they may look in on, or with this one resident."""
    neighbour = person_by_id(session, person_id)
    on_their_way = may_be_on_their_way(session, person_id, resident_id=resident_id)
    for slot_id in on_their_way:
        _call_off(session, slot_by_id(session, slot_id), neighbour, by=by, now=now)
    today = local_day(session, neighbour.town_id, now)
    for contact in looks_in_on(session, person_id, on=today):
        is_theirs = resident_id in (None, contact.resident_id)
        if is_theirs and contact.kind is OtherContactKind.KEYHOLDER:
            _agree_anew(session, contact, neighbour, by=by, now=now)


def _call_off(
    session: Session, slot: CheckInSlot, neighbour: Person, *, by: Actor, now: datetime
) -> None:
    """Ring whoever may be on the way; the next step comes at once."""
    for words in waiting_words(session, slot.id, neighbour.id):
        stop(session, words, code=CODE, now=now)
    if slot.next_rung_at is not None:
        slot.next_rung_at = min(slot.next_rung_at, now)
    ring_off_neighbour(session, slot, neighbour.id, say=do_not_go, by=by, now=now)


def _agree_anew(
    session: Session, contact: OtherContact, neighbour: Person, *, by: Actor, now: datetime
) -> None:
    """Owe the resident the call in which it is agreed who looks in."""
    reader = reader_of_town(session, contact.town_id, now=now, is_staff=True)
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"keyholder_barred:{contact.id}",
        due_at=now + WITHIN,
        person_id=contact.resident_id,
        words=agree_who_looks_in(neighbour.called, reader),
        recurs=True,
    )
    open_call_task(session, town_id=contact.town_id, owed=owed, by=by, now=now)
