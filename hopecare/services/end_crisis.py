"""Give the all-clear of a crisis: nobody is responsible for it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.crises import CrisisEnd
from hopecare.domain.timeline import EntryKind
from hopecare.queries.crises import crisis_by_id
from hopecare.services.end_crisis_calls import end_crisis_calls
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_ended_crisis import refuse_ended_crisis

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Crisis


def end_crisis(
    session: Session,
    *,
    crisis_id: UUID,
    words: str | None,
    by: Actor,
    now: datetime,
    ended_as: CrisisEnd = CrisisEnd.ALL_CLEAR,
) -> Crisis:
    """End it once; the check after the help keeps its clock until it is recorded."""
    crisis = crisis_by_id(session, crisis_id, alone=True)
    refuse_ended_crisis(crisis, "ended")
    end_crisis_calls(session, crisis, by=by, now=now)
    crisis.handed_to_id, crisis.handed_at = None, None
    crisis.ended_at, crisis.ended_as = now, ended_as
    crisis.ended_by_id, crisis.end_words = by.person_id, words
    note_timeline(
        session,
        town_id=crisis.town_id,
        kind=EntryKind.CRISIS_ENDED,
        at=now,
        by=by,
        person_id=crisis.person_id,
        case_id=crisis.case_id,
        subject_id=crisis.id,
        facts={"end": ended_as.value},
    )
    session.flush()
    return crisis
