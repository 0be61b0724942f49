"""A crisis whose responsible person has left is nobody's: its centre is owed somebody at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.identity import SystemActor
from hopecare.queries.cases import case_by_id
from hopecare.queries.crises import crises_in_hands_of, crisis_by_id
from hopecare.services.end_crisis_calls import end_crisis_calls
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Case, Crisis

BY: Final = SystemActor(name="accounts")


def leave_crises(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Ask them no more, and owe the centre somebody who takes what they were responsible for.

    The call is of nobody until somebody takes the crisis, and whoever is on duty hears of it.
    """
    for found in crises_in_hands_of(session, person_id):
        case = case_by_id(session, found.case_id, alone=True)
        crisis = crisis_by_id(session, found.id, alone=True)
        if crisis.ended_at is not None:
            continue
        if crisis.handed_to_id == person_id:
            end_crisis_calls(session, crisis, owner_id=person_id, by=BY, now=now)
            crisis.handed_to_id, crisis.handed_at = None, None
        if crisis.responsible_id == person_id:
            owed = _owed(case, crisis, now)
            open_call_task(session, town_id=crisis.town_id, owed=owed, by=BY, now=now)
    session.flush()


def _owed(case: Case, crisis: Crisis, now: datetime) -> OwedCall:
    return OwedCall(
        kind=CallTaskKind.CRISIS_HANDED,
        dedup_key=f"crisis:{crisis.id}:nobody",
        due_at=now,
        person_id=case.resident_id,
        about_person_id=case.resident_id,
        case_id=case.id,
        centre_id=case.centre_id,
        recurs=True,
    )
