"""The only writer of a case's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CASE, next_status

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.domain.care_path import CaseEvent
    from hopecare.domain.outcomes import CaseOutcome
    from models import Case


def move_case(
    case: Case, *, event: CaseEvent, now: datetime, outcome: CaseOutcome | None = None
) -> Case:
    """Ask the care path what follows from `event`, and set it; a closed case has an outcome."""
    status = next_status(CASE, case.status, event)
    is_closed = status in CASE.final
    case.status = status
    case.closed_at = now if is_closed else None
    case.outcome = outcome if is_closed else None
    return case
