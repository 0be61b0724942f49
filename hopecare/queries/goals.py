"""Reads the goals of a case's plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.goals import GoalStatus
from hopecare.errors import NotFoundError
from models import CaseGoal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def goal_by_id(session: Session, goal_id: UUID, *, alone: bool = False) -> CaseGoal:
    """Give the goal; `alone` holds it against others until the transaction ends."""
    goal = session.get(CaseGoal, goal_id, populate_existing=alone, with_for_update=alone or None)
    if goal is None:
        raise NotFoundError(kind="goal", id=goal_id)
    return goal


def goals_of_case(session: Session, case_id: UUID) -> Sequence[CaseGoal]:
    """Read a plan's goals: the open ones by their day, then what has ended, the newest first."""
    is_over = CaseGoal.status != GoalStatus.OPEN
    return session.scalars(
        select(CaseGoal)
        .where(CaseGoal.case_id == case_id)
        .order_by(is_over, CaseGoal.ended_on.desc(), CaseGoal.target_on, CaseGoal.id)
    ).all()


def other_open_goals(session: Session, case_id: UUID, *, but: UUID | None = None) -> list[str]:
    """Read the words of a case's open goals, without those of one of them."""
    return [
        goal.words
        for goal in goals_of_case(session, case_id)
        if goal.status is GoalStatus.OPEN and goal.id != but
    ]
