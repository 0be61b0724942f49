"""Give a goal up, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.goals import GoalEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.town_days import local_day
from hopecare.services.hold_goal import hold_goal
from hopecare.services.move_goal import move_goal
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.goals import GiveUpReason
    from hopecare.domain.identity import Actor
    from models import CaseGoal


def give_up_goal(
    session: Session, *, goal_id: UUID, version: int, reason: GiveUpReason, by: Actor, now: datetime
) -> CaseGoal:
    """End it today with its reason; whoever comes second learns that it has ended."""
    event = GoalEvent.GIVEN_UP
    case, goal = hold_goal(session, goal_id=goal_id, version=version, event=event)
    move_goal(goal, event=event, on=local_day(session, goal.town_id, now), reason=reason)
    note_timeline(
        session,
        town_id=goal.town_id,
        kind=EntryKind.GOAL_GIVEN_UP,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=goal.id,
        facts={"given_up": reason.value},
    )
    session.flush()
    return goal
