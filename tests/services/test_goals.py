"""Goals of a plan: set, changed, reached, given up, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CaseEvent
from hopecare.domain.goals import GiveUpReason, GoalStatus, GoalWish
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError, StaleVersionError
from hopecare.services.change_goal import change_goal
from hopecare.services.give_up_goal import give_up_goal
from hopecare.services.move_case import move_case
from hopecare.services.reach_goal import reach_goal
from hopecare.services.set_goal import set_goal
from models import Case, CaseGoal, TimelineEntry
from tests.factories.cases import BY, a_case
from tests.factories.goals import a_goal
from tests.factories.towns import NOW, TODAY, a_town

DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def goal(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        return a_goal(session, a_case(session))


def wish(words="산책하기", target_on=TODAY + DAY, agreed_on=None):
    return GoalWish(words=words, target_on=target_on, agreed_on=agreed_on)


def told(session, goal):
    rows = session.scalars(select(TimelineEntry).where(TimelineEntry.subject_id == goal.id))
    return {row.kind: row.facts for row in rows}


def test_a_goal_is_changed_then_reached_and_each_is_told(database, town_scope, goal):
    with database.writing(town_scope) as session:
        new = wish(agreed_on=TODAY)
        changed = change_goal(session, goal_id=goal.id, version=1, wish=new, by=BY, now=LATER)
        reach_goal(session, goal_id=goal.id, version=changed.version, by=BY, now=LATER)
    with database.reading(town_scope) as session:
        found = session.get_one(CaseGoal, goal.id)
        assert (found.words, found.agreed_on) == ("산책하기", TODAY)
        assert (found.status, found.ended_on) == (GoalStatus.REACHED, TODAY)
        kinds = {EntryKind.GOAL_SET, EntryKind.GOAL_CHANGED, EntryKind.GOAL_REACHED}
        assert set(told(session, goal)) == kinds
        assert "산책하기" not in str(told(session, goal).values())


def test_a_goal_is_given_up_with_its_reason(database, town_scope, goal):
    why = GiveUpReason.OVERTAKEN
    with database.writing(town_scope) as session:
        give_up_goal(session, goal_id=goal.id, version=1, reason=why, by=BY, now=LATER)
    with database.reading(town_scope) as session:
        found = session.get_one(CaseGoal, goal.id)
        assert (found.status, found.reason) == (GoalStatus.GIVEN_UP, why)
        assert told(session, goal)[EntryKind.GOAL_GIVEN_UP] == {"given_up": "overtaken"}


@pytest.mark.parametrize(
    ("unfit", "fault"),
    [
        pytest.param(
            wish(target_on=TODAY - DAY), {"target_on": ["before_case"]}, id="a day before the case"
        ),
        pytest.param(
            wish(agreed_on=TODAY - DAY), {"agreed_on": ["before_case"]}, id="agreed before the case"
        ),
        pytest.param(
            wish(agreed_on=TODAY + DAY), {"agreed_on": ["date_in_future"]}, id="agreed tomorrow"
        ),
        pytest.param(wish(" 혼자  장을 보러 가기."), {"words": ["goal_already"]}, id="twice"),
    ],
)
def test_an_unfit_goal_is_refused_by_name(database, town_scope, goal, unfit, fault):
    with database.writing(town_scope) as session:
        with pytest.raises(InvalidInputError) as caught:
            set_goal(session, case_id=goal.case_id, wish=unfit, by=BY, now=LATER)
        assert caught.value.fields == fault


def test_a_goal_may_keep_its_own_words_when_its_day_changes(database, town_scope, goal):
    same = wish(goal.words, target_on=TODAY + 9 * DAY)
    with database.writing(town_scope) as session:
        change_goal(session, goal_id=goal.id, version=1, wish=same, by=BY, now=LATER)
    with database.reading(town_scope) as session:
        assert session.get_one(CaseGoal, goal.id).target_on == TODAY + 9 * DAY


ACTS = {
    "changed": lambda session, goal, version: change_goal(
        session, goal_id=goal.id, version=version, wish=wish(), by=BY, now=LATER
    ),
    "reached": lambda session, goal, version: reach_goal(
        session, goal_id=goal.id, version=version, by=BY, now=LATER
    ),
    "given up": lambda session, goal, version: give_up_goal(
        session,
        goal_id=goal.id,
        version=version,
        reason=GiveUpReason.NOT_POSSIBLE,
        by=BY,
        now=LATER,
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_stale_version_is_refused(database, town_scope, goal, act):
    with database.writing(town_scope) as session:
        change_goal(session, goal_id=goal.id, version=1, wish=wish("첫째"), by=BY, now=LATER)
        with pytest.raises(StaleVersionError):
            act(session, goal, 1)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_goal_that_has_ended_is_over(database, town_scope, goal, act):
    with database.writing(town_scope) as session:
        ended = reach_goal(session, goal_id=goal.id, version=1, by=BY, now=LATER)
        with pytest.raises(MoveNotAllowedError):
            act(session, goal, ended.version)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_nothing_of_a_closed_case_is_written(database, town_scope, goal, act):
    with database.writing(town_scope) as session:
        case = session.get_one(Case, goal.case_id)
        move_case(case, event=CaseEvent.CLOSED, now=LATER, outcome=CaseOutcome.MOVED)
        with pytest.raises(MoveNotAllowedError):
            act(session, goal, 1)
        with pytest.raises(MoveNotAllowedError):
            set_goal(session, case_id=case.id, wish=wish(), by=BY, now=LATER)
