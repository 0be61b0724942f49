"""Another centre is responsible, since somebody there has taken the case over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.residents import person_by_id
from hopecare.services.bring_owed_along import Along, bring_owed_along
from hopecare.services.hand_over_responsibility import hand_over_responsibility
from hopecare.services.move_case import move_case
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case


def change_case_centre(
    session: Session, case: Case, *, centre_id: UUID, by: Actor, now: datetime
) -> Case:
    """Give a case that is held, and its resident, to the centre of its new owner, dated."""
    before = case.centre_id
    move_case(case, event=CaseEvent.CENTRE_CHANGED, now=now)
    case.centre_id = centre_id
    resident = person_by_id(session, case.resident_id)
    resident.centre_id = centre_id
    hand_over_responsibility(session, resident, now=now)
    along = Along(person_ids=[resident.id], case_id=case.id, centre_id=centre_id)
    bring_owed_along(session, along, noted=[], by=by, now=now)
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.CENTRE_CHANGED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=case.id,
        facts={"from_centre_id": str(before), "to_centre_id": str(centre_id)},
    )
    session.flush()
    return case
