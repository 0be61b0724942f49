"""Nobody stays on the way to a door that has become unsafe: staff ring whoever was sent there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.escalation import Rung
from hopecare.language.call_off_words import do_not_go
from hopecare.queries.check_ins import open_calls_of
from hopecare.queries.stoppable import open_slots_of
from hopecare.queries.town_readers import reader_of_town
from hopecare.queries.volunteers import person_by_id
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.open_call_task import OwedCall, open_call_task
from models import RungClimbed

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, CheckInSlot, Person


def call_off_visits(session: Session, resident: Person, *, by: Actor, now: datetime) -> None:
    """Owe a call at once to each neighbour who was asked to look in or to knock; no knock stands.

    Words that have not left are kept here by the send gate; a text can be read too late.
    """
    for slot in open_slots_of(session, resident.id):
        knocks = [c for c in open_calls_of(session, slot.id) if c.kind is CallTaskKind.KNOCK]
        for neighbour_id in sorted(_sent_to(session, slot, knocks)):
            _ring(session, resident, neighbour_id, slot, by, now)
        for knock in knocks:
            finish_call_task(session, task_id=knock.id, outcome=None, by=by, now=now)


def _sent_to(session: Session, slot: CheckInSlot, knocks: list[CallTask]) -> frozenset[UUID]:
    asked = select(RungClimbed.person_id).where(
        RungClimbed.slot_id == slot.id,
        RungClimbed.rung.in_((Rung.HELPER, Rung.KEYHOLDER)),
    )
    people = (*session.scalars(asked), *(knock.owner_id for knock in knocks))
    return frozenset(person_id for person_id in people if person_id is not None)


def _ring(
    session: Session,
    resident: Person,
    neighbour_id: UUID,
    slot: CheckInSlot,
    by: Actor,
    now: datetime,
) -> None:
    reader = reader_of_town(session, resident.town_id, now=now, is_staff=True)
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
