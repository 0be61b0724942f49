"""Be responsible for a crisis that is nobody's: whoever had it has left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import AlreadyTakenError, NotPermittedError
from hopecare.queries.cases import case_by_id
from hopecare.queries.crises import crisis_by_id, is_crisis_of_nobody
from hopecare.queries.town_days import local_day
from hopecare.services.end_crisis_calls import end_crisis_calls
from hopecare.services.note_responsible import note_responsible
from hopecare.services.refuse_case_strangers import refuse_case_strangers
from hopecare.services.refuse_ended_crisis import refuse_ended_crisis

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Crisis


def take_crisis(session: Session, *, crisis_id: UUID, by: Actor, now: datetime) -> Crisis:
    """The first who says so has it; whoever was asked meanwhile is not asked any more."""
    if by.person_id is None:
        raise NotPermittedError(permission="crisis.change", kind="crisis", id=crisis_id)
    case = case_by_id(session, crisis_by_id(session, crisis_id).case_id, alone=True)
    crisis = crisis_by_id(session, crisis_id, alone=True)
    refuse_ended_crisis(crisis, "taken")
    if not is_crisis_of_nobody(session, crisis_id):
        raise AlreadyTakenError(kind="crisis", id=crisis_id)
    today = local_day(session, crisis.town_id, now)
    refuse_case_strangers(session, case, by.person_id, field="responsible_id", on=today)
    end_crisis_calls(session, crisis, by=by, now=now)
    crisis.handed_to_id, crisis.handed_at = None, None
    crisis.responsible_id = by.person_id
    note_responsible(session, crisis, by=by, now=now)
    session.flush()
    return crisis
