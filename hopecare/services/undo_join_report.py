"""Undo that a report was joined to a resident: they were two people after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ReportEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.reports import report_by_id
from hopecare.services.move_report import move_report
from hopecare.services.note_timeline import note_timeline
from hopecare.services.part_report import part_report

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Report


def undo_join_report(session: Session, *, report_id: UUID, by: Actor, now: datetime) -> Report:
    """Take the report back into triage; both timelines keep that it was joined, and undone."""
    report = report_by_id(session, report_id)
    resident_id = report.resident_id
    move_report(report, event=ReportEvent.JOIN_UNDONE, now=now)
    part_report(session, report)
    note_timeline(
        session,
        town_id=report.town_id,
        kind=EntryKind.REPORT_JOIN_UNDONE,
        at=now,
        by=by,
        person_id=resident_id,
        report_id=report.id,
        subject_id=report.id,
    )
    session.flush()
    return report
