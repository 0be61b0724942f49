"""Open a report again that had been set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ReportEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.reports import report_by_id, reporter_of
from hopecare.services.move_report import move_report
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Report


def reopen_report(session: Session, *, report_id: UUID, by: Actor, now: datetime) -> Report:
    """Let somebody look for the person again, without a day left over from before."""
    report = report_by_id(session, report_id)
    move_report(report, event=ReportEvent.REOPENED, now=now)
    report.owner_id = by.person_id
    report.ask_again_on = None
    report.next_try_on = None
    report.retain_until = None
    reporter = reporter_of(session, report.id)
    if reporter is not None:
        reporter.retain_until = None
    note_timeline(
        session,
        town_id=report.town_id,
        kind=EntryKind.REPORT_REOPENED,
        at=now,
        by=by,
        report_id=report.id,
        subject_id=report.id,
    )
    session.flush()
    return report
