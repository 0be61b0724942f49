"""Goals of a case's plan: set, changed, reached, given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.casework.door import blueprint
from hopecare.domain.goals import GiveUpReason, GoalStatus
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.cases import case_by_id
from hopecare.queries.goals import goal_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.change_goal import change_goal
from hopecare.services.give_up_goal import give_up_goal
from hopecare.services.reach_goal import reach_goal
from hopecare.services.set_goal import set_goal
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.pages import again, go, page
from hopecare.web.permits import permits
from hopecare.web.requests.goal import (
    LABELS,
    ChangeGoalRequest,
    EndGoalRequest,
    GiveUpGoalRequest,
    GoalRequest,
    goal_from,
)
from hopecare.web.scopes import reading
from models import Case

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form
    from models import CaseGoal


@blueprint.get("/cases/<uuid:case_id>/goals/new")
@permits("goal.write")
def set_goal_form(case_id: UUID) -> ResponseReturnValue:
    """Ask what is to be reached."""
    return _goal_page(case_id, None, blank_form())


@blueprint.post("/cases/<uuid:case_id>/goals/new")
@permits("goal.write")
def set_goal_act(case_id: UUID) -> ResponseReturnValue:
    """Write the goal into the plan."""
    form, identity, now = read_form(GoalRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _goal_page(case_id, None, form)

    def act(session: Session) -> str:
        refuse_unless(session, "goal.write", identity, Case, case_id)
        set_goal(session, case_id=case_id, wish=goal_from(form.data), by=identity, now=now)
        return _plan_of(case_id)

    try:
        return act_once(identity, act, said=N_("The goal stands in the plan."), form=form)
    except InvalidInputError as error:
        return _goal_page(case_id, None, form.refuse_all(error))


@blueprint.get("/goals/<uuid:goal_id>")
@permits("goal.write")
def change_goal_form(goal_id: UUID) -> ResponseReturnValue:
    """Show an open goal to be changed or ended; lead to the plan once it has ended."""
    goal = _goal(goal_id)
    if goal.status is not GoalStatus.OPEN:
        return go(_plan_of(goal.case_id))
    return _goal_page(goal.case_id, goal, blank_form(_values_of(goal)))


@blueprint.post("/goals/<uuid:goal_id>")
@permits("goal.write")
def change_goal_act(goal_id: UUID) -> ResponseReturnValue:
    """Write the change, unless somebody else was first."""
    form, identity, now = read_form(ChangeGoalRequest), current_identity(), desk().clock()
    goal = _goal(goal_id)
    if not form.is_valid:
        return _goal_page(goal.case_id, goal, form)

    def act(session: Session) -> str:
        refuse_unless(session, "goal.write", identity, Case, goal.case_id)
        version, wish = form.data["version"], goal_from(form.data)
        change_goal(session, goal_id=goal_id, version=version, wish=wish, by=identity, now=now)
        return _plan_of(goal.case_id)

    def theirs(session: Session) -> Mapping[str, object]:
        found = goal_by_id(session, goal_id)
        return {**_values_of(found), "version": found.version}

    said = N_("The change is kept.")
    try:
        return act_once(identity, act, said=said, form=form, theirs=theirs, labels=LABELS)
    except InvalidInputError as error:
        return _goal_page(goal.case_id, goal, form.refuse_all(error))


@blueprint.post("/goals/<uuid:goal_id>/reached")
@permits("goal.write")
def reach_goal_act(goal_id: UUID) -> ResponseReturnValue:
    """Write down that it is reached."""
    form, identity, now = read_form(EndGoalRequest), current_identity(), desk().clock()
    case_id = _goal(goal_id).case_id

    def act(session: Session) -> str:
        refuse_unless(session, "goal.write", identity, Case, case_id)
        version = form.data.get("version", 0)
        reach_goal(session, goal_id=goal_id, version=version, by=identity, now=now)
        return _plan_of(case_id)

    return act_once(identity, act, said=N_("The goal is reached."))


@blueprint.get("/goals/<uuid:goal_id>/given-up")
@permits("goal.write")
def give_up_goal_form(goal_id: UUID) -> ResponseReturnValue:
    """Ask why it is pursued no more; lead to the plan once it has ended."""
    goal = _goal(goal_id)
    if goal.status is not GoalStatus.OPEN:
        return go(_plan_of(goal.case_id))
    return _give_up_page(goal, blank_form())


@blueprint.post("/goals/<uuid:goal_id>/given-up")
@permits("goal.write")
def give_up_goal_act(goal_id: UUID) -> ResponseReturnValue:
    """Write down that it is pursued no more, and why."""
    form, identity, now = read_form(GiveUpGoalRequest), current_identity(), desk().clock()
    goal = _goal(goal_id)
    if not form.is_valid:
        return _give_up_page(goal, form)

    def act(session: Session) -> str:
        refuse_unless(session, "goal.write", identity, Case, goal.case_id)
        version, reason = form.data["version"], form.data["reason"]
        give_up_goal(session, goal_id=goal_id, version=version, reason=reason, by=identity, now=now)
        return _plan_of(goal.case_id)

    return act_once(identity, act, said=N_("The goal is given up."))


def _plan_of(case_id: UUID) -> str:
    return url_for("casework.case", case_id=case_id, _anchor="plan")


def _goal(goal_id: UUID) -> CaseGoal:
    """Read the goal for whoever may write in its case."""
    with reading() as session:
        goal = goal_by_id(session, goal_id)
        refuse_unless(session, "goal.write", current_identity(), Case, goal.case_id)
    return goal


def _goal_page(case_id: UUID, goal: CaseGoal | None, form: Form) -> ResponseReturnValue:
    show = page if form.is_valid else again
    return show("casework/goal.html", form=form, goal=goal, **_values_around(case_id))


def _give_up_page(goal: CaseGoal, form: Form) -> ResponseReturnValue:
    show = page if form.is_valid else again
    values = _values_around(goal.case_id)
    return show("casework/goal_given_up.html", form=form, goal=goal, reasons=GiveUpReason, **values)


def _values_around(case_id: UUID) -> Mapping[str, object]:
    with reading() as session:
        refuse_unless(session, "goal.write", current_identity(), Case, case_id)
        case = case_by_id(session, case_id)
        resident = person_by_id(session, case.resident_id)
    shown([resident.id])
    return {"case": case, "resident": resident}


def _values_of(goal: CaseGoal) -> Mapping[str, object]:
    """What stands in the form of a goal that is changed."""
    return {
        "words": goal.words,
        "target_on": goal.target_on,
        "is_agreed": goal.agreed_on is not None,
        "agreed_on": goal.agreed_on,
    }
