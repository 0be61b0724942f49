"""The only writer of a goal's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.goals import GOAL
from hopecare.domain.machines import next_status

if TYPE_CHECKING:
    from datetime import date

    from hopecare.domain.goals import GiveUpReason, GoalEvent
    from models import CaseGoal


def move_goal(
    goal: CaseGoal, *, event: GoalEvent, on: date, reason: GiveUpReason | None = None
) -> CaseGoal:
    """Ask what follows from `event`, and set it with its day, and its reason where it has one."""
    goal.status = next_status(GOAL, goal.status, event)
    goal.ended_on = on
    goal.reason = reason
    return goal
