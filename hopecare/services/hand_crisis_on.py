"""Ask somebody else to be responsible for a crisis: until they say yes, nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.crises import crisis_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.end_crisis_calls import end_crisis_calls
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.refuse_case_strangers import refuse_case_strangers
from hopecare.services.refuse_ended_crisis import refuse_ended_crisis

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Crisis


def hand_crisis_on(
    session: Session, *, crisis_id: UUID, to_id: UUID, by: Actor, now: datetime
) -> Crisis:
    """Ask one person at a time; whoever was asked before is not asked any more."""
    asked = crisis_by_id(session, crisis_id)
    case = case_by_id(session, asked.case_id, alone=True)
    crisis = crisis_by_id(session, crisis_id, alone=True)
    refuse_ended_crisis(crisis, "handed_on")
    if to_id == crisis.responsible_id:
        raise InvalidInputError({"to_id": ["responsible_already"]})
    today = local_day(session, crisis.town_id, now)
    refuse_case_strangers(session, case, to_id, field="to_id", on=today)
    if crisis.handed_to_id is not None:
        end_crisis_calls(session, crisis, owner_id=crisis.handed_to_id, by=by, now=now)
    crisis.handed_to_id, crisis.handed_at = to_id, now
    open_call_task(
        session, town_id=crisis.town_id, owed=_owed(case, crisis, to_id, now), by=by, now=now
    )
    session.flush()
    return crisis


def _owed(case: Case, crisis: Crisis, to_id: UUID, now: datetime) -> OwedCall:
    """It stands among the calls of whoever is asked, now."""
    return OwedCall(
        kind=CallTaskKind.CRISIS_HANDED,
        dedup_key=f"crisis:{crisis.id}:{to_id}",
        due_at=now,
        person_id=case.resident_id,
        about_person_id=case.resident_id,
        case_id=case.id,
        owner_id=to_id,
        centre_id=case.centre_id,
        recurs=True,
    )
