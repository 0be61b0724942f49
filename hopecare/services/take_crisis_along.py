"""A crisis goes to another centre with its case, and only with the yes of whoever takes both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError
from hopecare.queries.crises import crisis_by_id, find_open_crisis
from hopecare.services.end_crisis_calls import end_crisis_calls
from hopecare.services.note_responsible import note_responsible

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Case


def take_crisis_along(
    session: Session, case: Case, *, crisis_id: UUID | None, by: Identity, now: datetime
) -> None:
    """Make them responsible for the crisis they were shown; one they have not seen is refused."""
    found = find_open_crisis(session, case.id)
    if found is None:
        return
    if found.id != crisis_id:
        raise InvalidInputError({"crisis_id": ["crisis_not_seen"]})
    crisis = crisis_by_id(session, found.id, alone=True)
    end_crisis_calls(session, crisis, by=by, now=now)
    crisis.handed_to_id, crisis.handed_at = None, None
    if crisis.responsible_id != by.person_id:
        crisis.responsible_id = by.person_id
        note_responsible(session, crisis, by=by, now=now)
    session.flush()
