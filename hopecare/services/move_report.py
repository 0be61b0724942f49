"""The only writer of a report's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import REPORT, next_status

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.care_path import ReportEvent
    from models import Report


def move_report(report: Report, *, event: ReportEvent, now: datetime) -> Report:
    """Ask the care path what follows from `event`, and set it; refuse any other move."""
    status = next_status(REPORT, report.status, event)
    report.status = status
    report.settled_at = now if status in REPORT.final else None
    return report
