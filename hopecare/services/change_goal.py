"""Change a goal that is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.goals import refuse_unfit
from hopecare.domain.timeline import EntryKind
from hopecare.queries.goals import other_open_goals
from hopecare.queries.town_days import local_day
from hopecare.services.hold_goal import hold_goal
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.goals import GoalWish
    from hopecare.domain.identity import Actor
    from models import CaseGoal


def change_goal(
    session: Session, *, goal_id: UUID, version: int, wish: GoalWish, by: Actor, now: datetime
) -> CaseGoal:
    """Write the new wish over the goal that was read; refuse where somebody else was first."""
    case, goal = hold_goal(session, goal_id=goal_id, version=version, event="changed")
    refuse_unfit(
        wish,
        opened_on=local_day(session, case.town_id, case.opened_at),
        today=local_day(session, case.town_id, now),
        standing=other_open_goals(session, case.id, but=goal.id),
    )
    goal.words = wish.words
    goal.target_on = wish.target_on
    goal.agreed_on = wish.agreed_on
    note_timeline(
        session,
        town_id=goal.town_id,
        kind=EntryKind.GOAL_CHANGED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=goal.id,
        facts={"until": goal.target_on.isoformat()},
    )
    session.flush()
    return goal
