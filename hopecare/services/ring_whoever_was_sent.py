"""Staff ring, at once, each neighbour who was sent to a door where nobody has to go any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.language.call_off_words import do_not_go, need_not_go
from hopecare.queries.look_ins import asked_to_look_in, knocking
from hopecare.queries.town_readers import reader_of_town
from hopecare.queries.volunteers import person_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task

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
    reader = reader_of_town(session, slot.town_id, now=now, is_staff=True)
    sent = asked_to_look_in(session, slot.id) | knocking(session, slot.id)
    resident = person_by_id(session, slot.person_id)
    say = do_not_go if is_unsafe else need_not_go
    for neighbour_id in sorted(sent):
        neighbour = person_by_id(session, neighbour_id)
        owed = OwedCall(
            kind=CallTaskKind.CALL_BACK,
            dedup_key=f"do_not_go:{slot.id}:{neighbour_id}",
            due_at=now,
            person_id=neighbour_id,
            about_person_id=resident.id,
            words=say(neighbour.called, resident.called, reader),
        )
        open_call_task(session, town_id=slot.town_id, owed=owed, by=by, now=now)
    return sent
