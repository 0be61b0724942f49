"""Calls that ask for somebody's yes to a crisis or a case: only that yes, or its end, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CaseStatus
from hopecare.queries.case_transfers import is_case_of_nobody
from hopecare.queries.cases import case_by_id
from hopecare.queries.crises import find_open_crisis, is_crisis_of_nobody

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import CallTask


def asks_still(session: Session, task: CallTask) -> bool:
    """Say whether nobody has said the yes that a call asks for, whatever was said on it."""
    if task.case_id is None:
        return False
    if task.kind is CallTaskKind.CASE_LEFT:
        is_open = case_by_id(session, task.case_id).status is not CaseStatus.CLOSED
        return is_open and is_case_of_nobody(session, task.case_id)
    return task.kind is CallTaskKind.CRISIS_HANDED and _waits(session, task.case_id, task.owner_id)


def _waits(session: Session, case_id: UUID, asked_id: UUID | None) -> bool:
    """Of one who is asked, until they answer; of nobody, until somebody is responsible."""
    crisis = find_open_crisis(session, case_id)
    if crisis is None:
        return False
    if asked_id is None:
        return is_crisis_of_nobody(session, crisis.id)
    return crisis.handed_to_id == asked_id
