"""Join a report to a resident who is known already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ReportEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.reports import report_by_id
from hopecare.queries.residents import person_by_id
from hopecare.services.move_report import move_report
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Report


def join_report(
    session: Session, *, report_id: UUID, resident_id: UUID, by: Actor, now: datetime
) -> Report:
    """Let the report belong to this resident; both keep their own words, so it can be undone."""
    report = report_by_id(session, report_id)
    resident = person_by_id(session, resident_id)
    report.resident_id = resident.id
    move_report(report, event=ReportEvent.JOINED_TO_RESIDENT, now=now)
    note_timeline(
        session,
        town_id=report.town_id,
        kind=EntryKind.REPORT_JOINED,
        at=now,
        by=by,
        person_id=resident.id,
        report_id=report.id,
        subject_id=report.id,
    )
    session.flush()
    return report
