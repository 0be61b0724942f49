"""Reports: triage with the urgent first, one report with its reporter, and one by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import case, select

from hopecare.domain.care_path import ReportStatus
from hopecare.domain.codes import read_code
from hopecare.domain.urgency import Urgency
from hopecare.errors import NotFoundError
from hopecare.queries.visibility import visible
from models import Call, Case, Report, Reporter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

WAITING: Final = (ReportStatus.RECEIVED, ReportStatus.LOOKING)
"""Somebody still has to do something."""
PARKED: Final = (ReportStatus.CONSENT_REFUSED, ReportStatus.NOT_FOUND, ReportStatus.NO_CAPACITY)
"""Put aside, with a day on which somebody looks again."""
URGENT_FIRST: Final = case(
    (Report.urgency == Urgency.CRISIS, 0), (Report.urgency == Urgency.SOON, 1), else_=2
)


def report_by_id(session: Session, report_id: UUID) -> Report:
    """Give a report of this town."""
    report = session.get(Report, report_id)
    if report is None:
        raise NotFoundError(kind="report", report_id=report_id)
    return report


def find_report_by_code(session: Session, typed: str) -> Report | None:
    """Find the report behind a code as somebody typed it."""
    code = read_code(typed)
    if code is None:
        return None
    return session.scalars(select(Report).where(Report.code == code)).one_or_none()


def reporter_of(session: Session, report_id: UUID) -> Reporter | None:
    """Read who told us: a protected record, for those with its own permission."""
    return session.scalars(select(Reporter).where(Reporter.report_id == report_id)).one_or_none()


def tries_of(session: Session, report_id: UUID) -> Sequence[Call]:
    """Read every dated try to reach the person, the newest first."""
    return session.scalars(
        select(Call).where(Call.report_id == report_id).order_by(Call.at.desc(), Call.id.desc())
    ).all()


def reports_of_resident(session: Session, person_id: UUID) -> Sequence[Report]:
    """Read the reports that belong to a resident, the newest first."""
    return session.scalars(
        select(Report)
        .where(Report.resident_id == person_id)
        .order_by(Report.received_at.desc(), Report.id)
    ).all()


def find_last_report(session: Session, person_id: UUID, *, identity: Identity) -> Report | None:
    """Find the newest report a reader may see of a resident that came after their last case."""
    used = select(Case.id).where(
        Case.resident_id == person_id, Case.opened_at >= Report.received_at
    )
    return session.scalars(
        select(Report)
        .where(
            Report.resident_id == person_id,
            visible("report.read", identity, Report),
            ~used.exists(),
        )
        .order_by(Report.received_at.desc(), Report.id.desc())
        .limit(1)
    ).first()
