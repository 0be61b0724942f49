"""Another centre is responsible, since somebody there has taken the case over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, literal, or_, select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, CaseEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alert_calls import ABOUT
from hopecare.queries.residents import person_by_id
from hopecare.queries.who_has_left import works_for
from hopecare.services.bring_alerts_along import bring_alerts_along
from hopecare.services.hand_over_responsibility import hand_over_responsibility
from hopecare.services.move_case import move_case
from hopecare.services.note_timeline import note_timeline
from models import CallTask, Report

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
    _let_calls_go_along(session, case)
    _let_reports_go_along(session, case)
    bring_alerts_along(session, case, by=by, now=now)
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


def _let_calls_go_along(session: Session, case: Case) -> None:
    """What is owed about them is the new centre's; the old one keeps no name and no number."""
    is_theirs = or_(
        CallTask.case_id == case.id,
        and_(CallTask.case_id.is_(None), literal(case.resident_id) == ABOUT),
    )
    owed = select(CallTask).where(
        is_theirs,
        CallTask.status == CallTaskStatus.OPEN,
        # Who was asked to take a crisis answers that themself.
        CallTask.kind != CallTaskKind.CRISIS_HANDED,
    )
    for task in session.scalars(owed):
        task.centre_id = case.centre_id
        # Whoever was asked to knock may be a helper: they see it whichever centre it is of.
        if task.owner_id != case.owner_id and task.kind is not CallTaskKind.KNOCK:
            task.owner_id = None


def _let_reports_go_along(session: Session, case: Case) -> None:
    """What came in about them and is not settled is looked at where they are looked after now."""
    waiting = select(Report).where(
        Report.resident_id == case.resident_id, Report.settled_at.is_(None)
    )
    for report in session.scalars(waiting):
        report.centre_id = case.centre_id
        if not works_for(session, report.owner_id, case.centre_id):
            report.owner_id = None
