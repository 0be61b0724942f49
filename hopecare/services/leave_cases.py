"""A case whose owner has left is nobody's: its centre is owed somebody who steers it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.identity import SystemActor
from hopecare.queries.case_transfers import cases_steered_by
from hopecare.queries.cases import case_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Case

BY: Final = SystemActor(name="accounts")
WITHIN: Final = timedelta(days=1)
"""A crisis is owed somebody at once (`leave_crises`); any other case the next day."""


def leave_cases(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Owe one call a case, of nobody in its centre; each ends as soon as somebody steers it."""
    for found in cases_steered_by(session, person_id):
        case = case_by_id(session, found.id, alone=True)
        open_call_task(session, town_id=case.town_id, owed=_owed(case, now), by=BY, now=now)
    session.flush()


def _owed(case: Case, now: datetime) -> OwedCall:
    return OwedCall(
        kind=CallTaskKind.CASE_LEFT,
        dedup_key=f"case:{case.id}:left",
        due_at=now + WITHIN,
        person_id=case.resident_id,
        about_person_id=case.resident_id,
        case_id=case.id,
        centre_id=case.centre_id,
        recurs=True,
    )
