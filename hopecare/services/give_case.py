"""Let somebody steer a case: the one place where a case gets another owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from models import CallTask

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Case


def give_case(session: Session, case: Case, to_id: UUID) -> Case:
    """Set the owner; calls that the one before owed in this case are the new one's."""
    before, case.owner_id = case.owner_id, to_id
    if before is not None:
        owed = select(CallTask).where(
            CallTask.case_id == case.id,
            CallTask.owner_id == before,
            CallTask.status == CallTaskStatus.OPEN,
            # Who was asked to take a crisis answers that themself.
            CallTask.kind != CallTaskKind.CRISIS_HANDED,
        )
        for task in session.scalars(owed):
            task.owner_id = to_id
    session.flush()
    return case
