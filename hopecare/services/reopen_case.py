"""Open a closed case again: what was known stays, and new needs can be added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseEvent
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.timeline import EntryKind
from hopecare.errors import AlreadyTakenError, MoveNotAllowedError
from hopecare.queries.cases import case_by_id, find_live_case
from hopecare.queries.last_days import without_last_day
from hopecare.queries.late_answers import open_late_answers
from hopecare.queries.residents import person_by_id
from hopecare.services.ask_last_day import ask_last_day
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.move_case import move_case
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_without_consent import refuse_without_consent

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case


def reopen_case(session: Session, *, case_id: UUID, by: Actor, now: datetime) -> Case:
    """Open the case where the resident lives, agrees, and has no other live case."""
    case = case_by_id(session, case_id, alone=True)
    if person_by_id(session, case.resident_id).died_on is not None:
        raise MoveNotAllowedError(machine="case", status="died", event="reopened")
    refuse_without_consent(
        session, person_id=case.resident_id, purpose=ConsentPurpose.KEEP_RECORD, now=now
    )
    other = find_live_case(session, case.resident_id)
    if other is not None and other.id != case.id:
        raise AlreadyTakenError(case_id=other.id)
    move_case(case, event=CaseEvent.REOPENED, now=now)
    case.retain_until = None
    for task_id in open_late_answers(session, case.id):
        # What follows stands on the desk of whoever steers it now.
        finish_call_task(session, task_id=task_id, outcome=None, by=by, now=now)
    session.flush()
    for referral in without_last_day(session, case.id):
        # Nobody asked for it while the case was closed.
        ask_last_day(session, referral, by=by, now=now)
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.CASE_REOPENED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=case.id,
    )
    session.flush()
    return case
