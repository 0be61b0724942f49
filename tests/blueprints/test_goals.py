"""The goals of a plan, through the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.goals import GiveUpReason, GoalStatus
from hopecare.domain.roles import Role
from models import Case, CaseGoal, Person
from tests.factories.cases import a_case
from tests.factories.desk import a_plan
from tests.factories.goals import a_goal
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import filled, said_by

DAY = timedelta(days=1)
GOAL = {"words": "혼자 장을 보러 가기", "target_on": "2026-12-20", "is_agreed": "no"}


@pytest.fixture
def case(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, name="김다래", centre=centre, area=area)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        case = a_case(session, resident=resident, centre=centre, now=NOW - 9 * DAY)
        case.owner_id = account.person_id
    visitor.sign_in(account)
    return case


def goals_in(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(CaseGoal).order_by(CaseGoal.id)).all()


def test_a_goal_stands_in_the_plan_with_its_day(database, town_scope, visitor, case):
    page = visitor.follow(visitor.post(f"/cases/{case.id}/goals/new", GOAL))
    assert "혼자 장을 보러 가기" in page.main
    assert "not agreed with the resident yet" in page.main
    (goal,) = goals_in(database, town_scope)
    assert goal.agreed_on is None


def test_a_yes_has_its_day_and_a_no_has_none(database, town_scope, visitor, case):
    page = visitor.post(f"/cases/{case.id}/goals/new", GOAL | {"is_agreed": "yes"}, status=422)
    assert "Please write on which day they agreed." in page.main
    no = GOAL | {"agreed_on": TODAY.isoformat()}
    visitor.post(f"/cases/{case.id}/goals/new", no)
    (goal,) = goals_in(database, town_scope)
    assert goal.agreed_on is None


def test_a_day_before_the_case_and_the_same_goal_twice_are_said_beside_the_field(
    database, town_scope, visitor, case
):
    path = f"/cases/{case.id}/goals/new"
    page = visitor.post(path, GOAL | {"target_on": "2020-01-01"}, status=422)
    assert "This day is before the case was opened." in page.main
    visitor.post(path, GOAL)
    page = visitor.post(path, GOAL, status=422)
    assert "This goal stands in the plan already." in page.main
    assert len(goals_in(database, town_scope)) == 1


def test_a_goal_is_given_up_with_a_reason_only(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        goal = a_goal(session, session.get_one(Case, case.id))
    path = f"/goals/{goal.id}/given-up"
    visitor.post(path, {"version": 1}, status=422)
    page = visitor.follow(visitor.post(path, {"version": 1, "reason": "overtaken"}))
    assert "it has no sense any more" in page.main
    (found,) = goals_in(database, town_scope)
    assert (found.status, found.reason) == (GoalStatus.GIVEN_UP, GiveUpReason.OVERTAKEN)


def test_a_goal_past_its_day_is_overdue_on_the_desk_until_it_is_reached(
    database, town_scope, visitor, case
):
    with database.writing(town_scope) as session:
        found = session.get_one(Case, case.id)
        a_plan(session, session.get_one(Person, found.resident_id))
        goal = a_goal(session, found, target_on=TODAY - DAY, now=NOW - 8 * DAY)
    desk = visitor.get("/desk?due=overdue&kind=goal")
    row = said_by(desk.find("table", class_="rows"))
    assert "김다래" in row
    assert "The day of a goal" in row
    assert f"/goals/{goal.id}" in desk.links
    visitor.post(f"/goals/{goal.id}/reached", {}, on=f"/goals/{goal.id}")
    assert visitor.get("/desk?due=overdue&kind=goal").find("table", class_="rows") is None


def test_closing_shows_the_goals_and_asks_nothing_more(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        a_goal(session, session.get_one(Case, case.id))
    assert "혼자 장을 보러 가기" in visitor.get(f"/cases/{case.id}/close").main
    visitor.post(f"/cases/{case.id}/close", {"outcome": "moved"})
    (goal,) = goals_in(database, town_scope)
    assert goal.status is GoalStatus.OPEN
    page = visitor.get(f"/cases/{case.id}")
    assert f"/goals/{goal.id}" not in page.links


def test_whoever_changes_it_second_sees_both(database, town_scope, visitor, case):
    with database.writing(town_scope) as session:
        goal = a_goal(session, session.get_one(Case, case.id))
    path = f"/goals/{goal.id}"
    late = filled(visitor.get(path).fields(path), GOAL | {"words": "둘레길 걷기"})
    visitor.post(path, GOAL | {"words": "시장까지 걷기"})
    said = visitor.send(path, late, status=409)
    assert "Nothing was overwritten" in said.text
    assert "둘레길 걷기" in said.text
    assert "시장까지 걷기" in said.text
