"""End a way to reach a person: from today nobody is reached there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from hopecare.queries.dead_numbers import works_on_numbers
from hopecare.queries.town_days import local_day
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.note_timeline import note_timeline
from models import ContactPoint

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def end_contact_point(
    session: Session, person: Person, point_id: UUID, *, by: Actor, now: datetime
) -> ContactPoint:
    """End a number of this person: from today nobody is reached there."""
    point = session.get(ContactPoint, point_id)
    if point is None or point.person_id != person.id:
        raise NotFoundError(kind="contact_point", id=point_id)
    if point.valid_until is None:
        point.valid_until = local_day(session, person.town_id, now)
        note_timeline(
            session,
            town_id=person.town_id,
            kind=EntryKind.CONTACT_POINT_CHANGED,
            at=now,
            by=by,
            person_id=person.id,
            subject_id=point.id,
            facts={"what": "ended", "kind": point.kind.value},
        )
        work_id = works_on_numbers(session, [person.id]).get(point.id)
        if work_id is not None:
            finish_call_task(session, task_id=work_id, outcome=None, by=by, now=now)
    session.flush()
    return point
