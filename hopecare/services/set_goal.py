"""Set a goal in the plan of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CASE
from hopecare.domain.goals import GOAL, refuse_unfit
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.cases import case_by_id
from hopecare.queries.goals import other_open_goals
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from models import CaseGoal

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.goals import GoalWish
    from hopecare.domain.identity import Actor


def set_goal(
    session: Session, *, case_id: UUID, wish: GoalWish, by: Actor, now: datetime
) -> CaseGoal:
    """Write the goal into the plan of a case that is not closed, once."""
    case = case_by_id(session, case_id, alone=True)
    if case.status in CASE.final:
        raise MoveNotAllowedError(machine="case", status=case.status, event="goal_set")
    refuse_unfit(
        wish,
        opened_on=local_day(session, case.town_id, case.opened_at),
        today=local_day(session, case.town_id, now),
        standing=other_open_goals(session, case_id),
    )
    goal = CaseGoal(
        town_id=case.town_id,
        case_id=case.id,
        words=wish.words,
        target_on=wish.target_on,
        agreed_on=wish.agreed_on,
        status=GOAL.start,
        set_at=now,
        set_by_id=by.person_id,
    )
    session.add(goal)
    session.flush()
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.GOAL_SET,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=goal.id,
        facts={"until": goal.target_on.isoformat()},
    )
    return goal
