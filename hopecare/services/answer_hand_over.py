"""Say yes or no to being responsible for a crisis: only whoever was asked can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import MoveNotAllowedError, NotPermittedError
from hopecare.queries.crises import crisis_by_id
from hopecare.services.end_crisis_calls import end_crisis_calls
from hopecare.services.note_responsible import note_responsible
from hopecare.services.refuse_ended_crisis import refuse_ended_crisis

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Crisis


def answer_hand_over(
    session: Session, *, crisis_id: UUID, accepts: bool, by: Actor, now: datetime
) -> Crisis:
    """After a yes they are responsible; after a no, whoever was before still is."""
    crisis = crisis_by_id(session, crisis_id, alone=True)
    refuse_ended_crisis(crisis, "hand_over_answered")
    if crisis.handed_to_id is None:
        raise MoveNotAllowedError(machine="crisis", status="kept", event="hand_over_answered")
    if by.person_id != crisis.handed_to_id:
        raise NotPermittedError(permission="crisis.answer", kind="crisis", id=crisis.id)
    # After a no, a crisis that is nobody's still owes its centre somebody.
    owner_id = None if accepts else crisis.handed_to_id
    end_crisis_calls(session, crisis, owner_id=owner_id, by=by, now=now)
    crisis.handed_to_id, crisis.handed_at = None, None
    if accepts and by.person_id is not None:
        crisis.responsible_id = by.person_id
        note_responsible(session, crisis, by=by, now=now)
    session.flush()
    return crisis
