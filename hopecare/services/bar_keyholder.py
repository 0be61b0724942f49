"""Somebody may not be sent to a door any more: who is on the way is rung, and the key is settled.

What is written down of who looks in stays until staff end it: the resident may want it kept.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.people import OtherContactKind
from hopecare.language.look_in_calls import agree_who_looks_in
from hopecare.queries.stoppable import looks_in_on
from hopecare.queries.town_days import local_day
from hopecare.queries.town_readers import reader_of_town
from hopecare.queries.volunteers import person_by_id
from hopecare.services.call_off_neighbour import call_off_neighbour
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import OtherContact, Person

WITHIN: Final = timedelta(days=1)
"""Their ladder turns to the next, or to staff, until then."""


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
    call_off_neighbour(
        session, person_id=person_id, resident_id=resident_id, is_barred=True, by=by, now=now
    )
    today = local_day(session, neighbour.town_id, now)
    for contact in looks_in_on(session, person_id, on=today):
        is_theirs = resident_id in (None, contact.resident_id)
        if is_theirs and contact.kind is OtherContactKind.KEYHOLDER:
            _agree_anew(session, contact, neighbour, by=by, now=now)


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
