"""Hold a goal and its case for whoever changes or ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CASE
from hopecare.domain.goals import GOAL
from hopecare.errors import MoveNotAllowedError, StaleVersionError
from hopecare.queries.cases import case_by_id
from hopecare.queries.goals import goal_by_id

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Case, CaseGoal


def hold_goal(
    session: Session, *, goal_id: UUID, version: int, event: str
) -> tuple[Case, CaseGoal]:
    """Give both, the case first as every other verb holds them; refuse a stale or ended goal."""
    case = case_by_id(session, goal_by_id(session, goal_id).case_id, alone=True)
    goal = goal_by_id(session, goal_id, alone=True)
    if goal.version != version:
        raise StaleVersionError(goal_id=goal_id, version=goal.version)
    if case.status in CASE.final:
        raise MoveNotAllowedError(machine="case", status=case.status, event=f"goal_{event}")
    if goal.status in GOAL.final:
        raise MoveNotAllowedError(machine="goal", status=goal.status, event=event)
    return case, goal
