"""Take up a report, with its alert: somebody of staff tries to reach the person from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ReportEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alerts import untaken_alerts_of_report
from hopecare.queries.reports import report_by_id
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.move_report import move_report
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Report


def take_up_report(session: Session, *, report_id: UUID, by: Actor, now: datetime) -> Report:
    """Move it to "being looked for" and name who looks after it, and after what it raised."""
    report = report_by_id(session, report_id)
    move_report(report, event=ReportEvent.TAKEN_UP, now=now)
    report.owner_id = by.person_id
    note_timeline(
        session,
        town_id=report.town_id,
        kind=EntryKind.REPORT_TAKEN_UP,
        at=now,
        by=by,
        report_id=report.id,
        subject_id=report.id,
    )
    session.flush()
    for alert_id in untaken_alerts_of_report(session, report.id):
        acknowledge_alert(session, alert_id=alert_id, by=by, now=now)
    return report
