"""What is owed about somebody goes to the centre that steers now, by whatever way it came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, CaseStatus
from hopecare.queries.alert_calls import ABOUT
from hopecare.queries.who_has_left import works_for
from hopecare.services.bring_alerts_along import bring_alerts_along
from hopecare.services.set_noted import Noted, set_noted
from models import CallTask, Case, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """Whose things go along, by which cases too, and where to."""

    person_ids: Sequence[UUID]
    """Every record of theirs: two that are about to be made one."""
    case_id: UUID | None
    """The case that goes on."""
    centre_id: UUID | None
    """None where nobody is responsible: every centre sees it."""


def bring_owed_along(
    session: Session, along: Along, *, noted: Noted, by: Actor, now: datetime
) -> None:
    """Give closed cases, and calls, reports and alerts that are open; each value set is noted.

    Whoever had one keeps it where they see what is that centre's, and nobody else does.
    """
    for case in _closed_cases(session, along):
        set_noted(noted, case, centre_id=along.centre_id)
        if not _sees(session, case.owner_id, along):
            set_noted(noted, case, owner_id=None)
    for task in _owed_calls(session, along):
        set_noted(noted, task, centre_id=along.centre_id)
        task.came_at = now  # stays when the centre is put back: owed anew there as well
        # Whoever was asked to knock is a helper: they see it whichever centre it is of.
        if task.kind is not CallTaskKind.KNOCK and not _sees(session, task.owner_id, along):
            set_noted(noted, task, owner_id=None)
    for report in _waiting_reports(session, along):
        set_noted(noted, report, centre_id=along.centre_id)
        if not _sees(session, report.owner_id, along):
            set_noted(noted, report, owner_id=None)
    session.flush()
    bring_alerts_along(session, along, noted=noted, by=by, now=now)


def _sees(session: Session, person_id: UUID | None, along: Along) -> bool:
    """Whether they see what is this centre's; what is nobody's everybody sees."""
    return along.centre_id is None or works_for(session, person_id, along.centre_id)


def _closed_cases(session: Session, along: Along) -> Sequence[Case]:
    """What is still owed of a case that was closed is read, rung and told where they are now."""
    if along.centre_id is None:
        return ()  # a case is always some centre's
    return session.scalars(
        select(Case)
        .where(
            Case.resident_id.in_(along.person_ids),
            Case.status == CaseStatus.CLOSED,
            Case.centre_id != along.centre_id,
        )
        .order_by(Case.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _owed_calls(session: Session, along: Along) -> Sequence[CallTask]:
    """Of no case and about them, or of one of theirs, also one that was closed."""
    is_theirs = or_(
        CallTask.case_id.in_(select(Case.id).where(Case.resident_id.in_(along.person_ids))),
        and_(CallTask.case_id.is_(None), ABOUT.in_(along.person_ids)),
    )
    return session.scalars(
        select(CallTask)
        .where(
            is_theirs,
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.centre_id.is_distinct_from(along.centre_id),
            # Who was asked to take a crisis answers that themself.
            CallTask.kind != CallTaskKind.CRISIS_HANDED,
        )
        .order_by(CallTask.id)
    ).all()


def _waiting_reports(session: Session, along: Along) -> Sequence[Report]:
    """What came in about them and is not settled is looked at where they are looked after now."""
    return session.scalars(
        select(Report)
        .where(
            Report.resident_id.in_(along.person_ids),
            Report.settled_at.is_(None),
            Report.centre_id.is_distinct_from(along.centre_id),
        )
        .order_by(Report.id)
    ).all()
