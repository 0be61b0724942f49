"""Pass a case to another centre: never two owners, and never none unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, CaseEvent
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError, NotFoundError
from hopecare.queries.case_transfers import find_offer
from hopecare.queries.cases import case_by_id
from hopecare.queries.crises import find_open_crisis
from hopecare.queries.residents import person_by_id
from hopecare.services.end_case_offer import end_case_offer
from hopecare.services.move_case import move_case
from hopecare.services.note_timeline import note_timeline
from models import CallTask, Centre, Responsibility

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case


def change_case_centre(
    session: Session, *, case_id: UUID, centre_id: UUID, by: Actor, now: datetime
) -> Case:
    """Give case and resident to the other centre, dated; there it stands out until one has it."""
    case = case_by_id(session, case_id, alone=True)
    if session.get(Centre, centre_id) is None:
        raise NotFoundError(centre_id=centre_id)
    if case.centre_id == centre_id:
        return case
    if find_open_crisis(session, case_id) is not None:
        raise MoveNotAllowedError(machine="crisis", status="open", event="centre_changed")
    before = case.centre_id
    offer = find_offer(session, case_id, alone=True)
    if offer is not None:
        end_case_offer(session, case, offer, by=by, now=now)
    move_case(case, event=CaseEvent.CENTRE_CHANGED, now=now)
    case.centre_id, case.owner_id = centre_id, None
    person_by_id(session, case.resident_id).centre_id = centre_id
    _hand_over(session, case, now)
    _let_calls_go_along(session, case)
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


def _hand_over(session: Session, case: Case, now: datetime) -> None:
    """End the old responsibility before the new one begins: at most one stands."""
    standing = session.scalars(
        select(Responsibility).where(
            Responsibility.person_id == case.resident_id, Responsibility.until_at.is_(None)
        )
    ).first()
    if standing is not None:
        standing.until_at = now
        session.flush()
    session.add(
        Responsibility(
            town_id=case.town_id,
            person_id=case.resident_id,
            centre_id=case.centre_id,
            from_at=now,
        )
    )


def _let_calls_go_along(session: Session, case: Case) -> None:
    """What is owed in the case is the new centre's; the old one keeps nobody's name and number."""
    owed = select(CallTask).where(
        CallTask.case_id == case.id,
        CallTask.status == CallTaskStatus.OPEN,
        # Who was asked to take a crisis answers that themself.
        CallTask.kind != CallTaskKind.CRISIS_HANDED,
    )
    for task in session.scalars(owed):
        task.centre_id, task.owner_id = case.centre_id, None
