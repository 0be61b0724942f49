"""What somebody in the stories wants to reach: one goal still ahead, one whose day is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.goals import GoalWish
from hopecare.services.set_goal import set_goal

if TYPE_CHECKING:
    from hopecare.demo.stage import Stage
    from hopecare.domain.identity import Identity
    from models import Case


def two_goals(stage: Stage, case: Case, *, by: Identity) -> None:
    """One agreed with the resident, for the coming month; one not yet, due within days."""
    wishes = (
        GoalWish(
            words="무릎이 나아 혼자 장을 보러 가고 싶다고 하십니다.",
            target_on=stage.today + timedelta(days=30),
            agreed_on=stage.today,
        ),
        GoalWish(
            words="하루 두 끼를 챙겨 드시기",
            target_on=stage.today + timedelta(days=2),
        ),
    )
    for wish in wishes:
        set_goal(stage.session, case_id=case.id, wish=wish, by=by, now=stage.now)
