"""Part a report from the resident it names: what their record lent to it goes as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from hopecare.queries.residents import person_by_id
from models import Alert, ReportTerm
from models.people import TermKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Report


def part_report(session: Session, report: Report) -> Report:
    """Take the resident out of the report and its alerts; its district and centre look after it."""
    if report.resident_id is None:
        return report
    resident = person_by_id(session, report.resident_id)
    named = select(Alert).where(Alert.report_id == report.id, Alert.person_id == resident.id)
    for alert in session.scalars(named).all():
        alert.person_id = None
    if report.about_name == resident.called:
        report.about_name = None
        session.execute(
            delete(ReportTerm).where(
                ReportTerm.report_id == report.id, ReportTerm.kind != TermKind.BIRTH_ON
            )
        )
    report.resident_id = None
    return report
