"""Nobody stays on the way to a door that has become unsafe: staff ring whoever was sent there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.language.call_off_words import do_not_go
from hopecare.queries.look_ins import asked_to_look_in
from hopecare.queries.stoppable import open_slots_of
from hopecare.queries.town_readers import reader_of_town
from hopecare.queries.volunteers import person_by_id
from hopecare.services.end_knocks import end_knocks
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def call_off_visits(session: Session, resident: Person, *, by: Actor, now: datetime) -> None:
    """Owe a call at once to each neighbour who was asked to look in or to knock; no knock stands.

    Words that have not left are kept here by the send gate; a text can be read too late.
    """
    reader = reader_of_town(session, resident.town_id, now=now, is_staff=True)
    for slot in open_slots_of(session, resident.id):
        knocks = end_knocks(session, slot.id, by=by, now=now)
        sent = asked_to_look_in(session, slot.id) | {each.owner_id for each in knocks}
        for neighbour_id in sorted(each for each in sent if each is not None):
            neighbour = person_by_id(session, neighbour_id)
            owed = OwedCall(
                kind=CallTaskKind.CALL_BACK,
                dedup_key=f"do_not_go:{slot.id}:{neighbour_id}",
                due_at=now,
                person_id=neighbour_id,
                about_person_id=resident.id,
                words=do_not_go(neighbour.called, resident.called, reader),
            )
            open_call_task(session, town_id=resident.town_id, owed=owed, by=by, now=now)
