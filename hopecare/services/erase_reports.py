"""Erase what old reports tell, and who told us, some at a time; that they were stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete

from hopecare.domain.timeline import EntryKind
from hopecare.queries.old_reports import reporters_over, reports_over
from hopecare.services.note_timeline import note_timeline
from models import ReportTerm

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Report, Reporter

AT_ONCE: Final = 200
"""Rows of each kind in one transaction: others must be able to write in between."""


def erase_reports(session: Session, *, town_id: UUID, by: Actor, now: datetime) -> int:
    """Blank the next of both and say how many; none are left when it says nothing."""
    reports = reports_over(session, town_id, now=now, limit=AT_ONCE)
    reporters = reporters_over(session, town_id, now=now, limit=AT_ONCE)
    for report in reports:
        _blank_report(session, report)
        _note(session, town_id, report.id, report.id, by=by, now=now)
    for reporter in reporters:
        _blank_reporter(reporter)
        _note(session, town_id, reporter.report_id, reporter.id, by=by, now=now)
    session.flush()
    return len(reports) + len(reporters)


def _blank_report(session: Session, report: Report) -> None:
    """The code, the area, the days and how it ended stay: they are counted."""
    report.words = report.about_name = report.about_birth_on = None
    report.about_phone = report.about_phone_index = None
    report.about_address = report.about_address_index = None
    report.answers = {}
    session.execute(delete(ReportTerm).where(ReportTerm.report_id == report.id))


def _blank_reporter(reporter: Reporter) -> None:
    reporter.name = reporter.phone = reporter.phone_index = reporter.relation = None


def _note(
    session: Session, town_id: UUID, report_id: UUID, subject_id: UUID, *, by: Actor, now: datetime
) -> None:
    note_timeline(
        session,
        town_id=town_id,
        kind=EntryKind.RECORD_ERASED,
        at=now,
        by=by,
        report_id=report_id,
        subject_id=subject_id,
    )
