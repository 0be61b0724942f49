"""Goals of a plan."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from hopecare.domain.goals import GoalWish
from hopecare.services.set_goal import set_goal
from models import Case, CaseGoal
from tests.factories.cases import BY
from tests.factories.towns import NOW, TODAY


def a_goal(
    session: Session,
    case: Case,
    *,
    words: str = "혼자 장을 보러 가기",
    target_on: date = TODAY,
    agreed_on: date | None = None,
    now: datetime = NOW,
) -> CaseGoal:
    """One goal of a case, due today unless said otherwise."""
    wish = GoalWish(words=words, target_on=target_on, agreed_on=agreed_on)
    return set_goal(session, case_id=case.id, wish=wish, by=BY, now=now)
