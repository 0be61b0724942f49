"""Goals of a case's plan for other systems: read, set, changed, reached, given up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from blueprints.api.acting import Verb, serve_act, serve_verbs
from blueprints.api.lists import Noun, Source, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.domain.goals import GoalStatus
from hopecare.queries.visibility import visible
from hopecare.services.change_goal import change_goal
from hopecare.services.give_up_goal import give_up_goal
from hopecare.services.reach_goal import reach_goal
from hopecare.services.set_goal import set_goal
from hopecare.web.fields import Code, Id, Request
from hopecare.web.keyset import Key
from hopecare.web.requests.goal import (
    ChangeGoalRequest,
    EndGoalRequest,
    GiveUpGoalRequest,
    GoalRequest,
    goal_from,
)
from models import Case, CaseGoal

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from blueprints.api.acting import Act
    from hopecare.domain.identity import Identity

COLUMNS: Final = "id version case_id status target_on agreed_on set_at set_by_id ended_on reason"
NOUN: Final = Noun(
    path="goals",
    singular="goal",
    rows=CaseGoal,
    view=view_of("GoalView", CaseGoal, COLUMNS, "One goal of a plan, without words."),
    permission="case.read",
)
WHOLE: Final = view_of(
    "WholeGoalView", CaseGoal, f"{COLUMNS} words", "One goal of a plan: what is to be reached."
)
SCOPE: Final = "api.goals.write"


class GoalsFilter(Request):
    """What the list of goals may be narrowed by."""

    case_id = Id()
    status = Code(GoalStatus)


def _goals(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    asked: Any = select(CaseGoal, Case.resident_id).join(Case, Case.id == CaseGoal.case_id)
    asked = asked.where(visible("case.read", identity, CaseGoal))
    for name in ("case_id", "status"):
        if wanted.get(name) is not None:
            asked = asked.where(getattr(CaseGoal, name) == wanted[name])
    return asked  # type: ignore[no-any-return]


def _set(act: Act) -> UUID:
    return set_goal(act.session, case_id=act.row_id, wish=goal_from(act.body), **act.told()).id


def _change(act: Act) -> UUID:
    wish, version = goal_from(act.body), act.body["version"]
    goal = {"goal_id": act.row_id, "version": version, "wish": wish, **act.told()}
    return change_goal(act.session, **goal).id


def _reach(act: Act) -> UUID:
    version = act.body["version"]
    return reach_goal(act.session, goal_id=act.row_id, version=version, **act.told()).id


def _give_up(act: Act) -> UUID:
    return give_up_goal(act.session, goal_id=act.row_id, **act.body, **act.told()).id


serve_list(
    NOUN,
    Source(
        filters=GoalsFilter,
        source=_goals,
        order=(Key(CaseGoal.target_on), Key(CaseGoal.id)),
        people=lambda row: [row.resident_id],
    ),
    says="List the goals of plans, by their day.",
)
serve_one(replace(NOUN, view=WHOLE), says="Give one goal, with what is to be reached.")
serve_act(
    Verb(
        name="set_goal",
        path="/cases/<uuid:case_id>/goals",
        scope=SCOPE,
        permission="goal.write",
        rows=Case,
        says="Write a goal into the plan of a case.",
        takes=GoalRequest,
    ),
    _set,
)
GOAL_VERBS: Final = (
    (
        _change,
        "change_goal",
        "change",
        "goal.write",
        ChangeGoalRequest,
        "Write a goal anew, over the version that was read.",
    ),
    (_reach, "reach_goal", "reached", "goal.write", EndGoalRequest, "Say that it is reached."),
    (
        _give_up,
        "give_up_goal",
        "given-up",
        "goal.write",
        GiveUpGoalRequest,
        "Say that it is pursued no more, and why.",
    ),
)
serve_verbs(SCOPE, "/goals/<uuid:goal_id>", CaseGoal, GOAL_VERBS)
