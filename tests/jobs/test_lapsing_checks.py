"""A check runs out while the help goes on: a call is owed once, in time, until it is settled."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, TaskStatus
from hopecare.domain.needs import CheckLevel, NeedKind, NeedRhythm
from hopecare.domain.offers import StopReason
from hopecare.jobs.follow_lapsing_checks import follow_lapsing_checks
from hopecare.queries.volunteers import profile_of
from hopecare.services.change_volunteer import change_volunteer
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.join_as_volunteer import VolunteerWish
from hopecare.services.stop_task import stop_task
from models import CallTask, Need, Task
from tests.factories.cases import BY, a_need
from tests.factories.offers import a_task
from tests.factories.towns import TODAY
from tests.factories.volunteers import neighbours

DAY = timedelta(days=1)
SOON = TODAY + 10 * DAY
WEEKLY: Any = {
    "rhythm": NeedRhythm.WEEKLY,
    "weekdays": ("tue",),
    "kind": NeedKind.CHILD_AFTER_SCHOOL,
    "check_level": 2,
}


def holds_until(session, helper, day: date) -> None:
    profile_of(session, helper.id).check_expires_on = day
    session.flush()


def helped(session, *, until=SOON, **wish):
    """Somebody helps whose check was good when they said yes."""
    [helper] = neighbours(session, 1, check_level=2)
    task = a_task(session, a_need(session, **(WEEKLY | wish)), helper)
    holds_until(session, helper, until)
    return task.id


def calls(town):
    return [each for each in town.rows(CallTask) if each.kind is CallTaskKind.CHECK_LAPSES]


@pytest.fixture
def task_id(town):
    with town.database.writing(town.scope) as session:
        return helped(session)


def test_weekly_help_that_outlives_the_check_owes_one_call_in_time(town, task_id):
    for _ in range(2):
        follow_lapsing_checks(town.tools)
        town.clock.advance(DAY)
    [call] = calls(town)
    assert call.due_at.date() < SOON
    with town.database.reading(town.scope) as session:
        task = session.get_one(Task, task_id)
        assert (call.person_id, call.case_id) == (task.helper_id, task.case_id)
    assert "12월 3일" in (call.words or "")


def test_whoever_rang_is_not_asked_to_ring_again(town, task_id):
    follow_lapsing_checks(town.tools)
    [call] = calls(town)
    with town.database.writing(town.scope) as session:
        outcome = CallOutcome.SPOKE
        finish_call_task(session, task_id=call.id, outcome=outcome, by=BY, now=town.clock())
    follow_lapsing_checks(town.tools)
    assert len(calls(town)) == 1


@pytest.mark.parametrize(
    "wish",
    [
        {"until_on": SOON},
        {"until": SOON + 30 * DAY},
        {"rhythm": NeedRhythm.ONCE, "weekdays": (), "until_on": TODAY + 3 * DAY},
        {"check_level": 0, "kind": NeedKind.SIDE_DISHES},
    ],
)
def test_where_the_check_lasts_or_is_not_asked_for_nobody_rings(town, wish):
    with town.database.writing(town.scope) as session:
        helped(session, **wish)
    follow_lapsing_checks(town.tools)
    assert not calls(town)


def test_a_check_that_has_run_out_already_owes_the_call_too(town):
    with town.database.writing(town.scope) as session:
        helped(session, until=TODAY - 3 * DAY)
    follow_lapsing_checks(town.tools)
    [call] = calls(town)
    assert "11월 20일" in (call.words or "")


def stop(session, task, now):
    stop_task(session, task_id=task.id, reason=StopReason.OTHER, by=BY, now=now)


def renew(session, task, now):
    record(session, task.helper_id, SOON + 365 * DAY, now)


def record(session, helper_id, day, now, *, level=None):
    profile = profile_of(session, helper_id)
    wish = VolunteerWish(
        skills=tuple(NeedKind(each) for each in profile.skills),
        check_level=CheckLevel(profile.check_level if level is None else level),
        check_expires_on=day,
    )
    change_volunteer(
        session,
        person_id=helper_id,
        version=profile.version,
        wish=wish,
        with_check=True,
        by=BY,
        now=now,
    )


@pytest.mark.parametrize("settle", [stop, renew])
def test_once_it_is_settled_nobody_rings_any_more(town, task_id, settle):
    follow_lapsing_checks(town.tools)
    with town.database.writing(town.scope) as session:
        settle(session, session.get_one(Task, task_id), town.clock())
    follow_lapsing_checks(town.tools)
    assert [call.status for call in calls(town)] == [CallTaskStatus.CANCELLED]


def test_a_day_that_was_recorded_by_mistake_and_put_right_owes_it_again(town, task_id):
    follow_lapsing_checks(town.tools)
    with town.database.writing(town.scope) as session:
        helper_id = session.scalars(select(Task.helper_id).where(Task.id == task_id)).one()
        for day in (SOON + 365 * DAY, SOON):
            record(session, helper_id, day, town.clock())
    follow_lapsing_checks(town.tools)
    assert sorted(call.status for call in calls(town)) == [
        CallTaskStatus.CANCELLED,
        CallTaskStatus.OPEN,
    ]


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_each_task_has_its_own_call_however_many_are_read_at_a_time(town, at_once):
    with town.database.writing(town.scope) as session:
        [helper] = neighbours(session, 1, check_level=2)
        for _ in range(2):
            profile_of(session, helper.id).max_active = 3
            a_task(session, a_need(session, **WEEKLY), helper)
        holds_until(session, helper, SOON)
    follow_lapsing_checks(town.tools, at_once=at_once)
    with town.database.reading(town.scope) as session:
        assert {each.case_id for each in calls(town)} == set(session.scalars(select(Need.case_id)))


def open_calls(town):
    return [call for call in calls(town) if call.status is CallTaskStatus.OPEN]


def take_away(town, task_id, *, level=CheckLevel.NONE, day=None):
    """The coordinator records what the new extract says."""
    with town.database.writing(town.scope) as session:
        helper_id = session.get_one(Task, task_id).helper_id
        record(session, helper_id, day, town.clock(), level=level)


def test_a_check_that_is_taken_away_owes_the_call_at_once(town):
    with town.database.writing(town.scope) as session:
        task_id = helped(session, until=None)
    take_away(town, task_id, level=CheckLevel.BASIC)
    follow_lapsing_checks(town.tools)

    [call] = open_calls(town)
    assert call.due_at <= town.clock() + timedelta(hours=2)
    assert "이 도움에 필요한 것보다 낮습니다" in (call.words or "")
    with town.database.reading(town.scope) as session:
        assert session.get_one(Task, task_id).status is TaskStatus.ACTIVE


def test_the_call_about_its_end_becomes_the_call_about_its_level(town, task_id):
    follow_lapsing_checks(town.tools)
    take_away(town, task_id)
    ended, open_ = sorted(calls(town), key=lambda call: call.status is CallTaskStatus.OPEN)
    assert (ended.status, open_.status) == (CallTaskStatus.CANCELLED, CallTaskStatus.OPEN)
    take_away(town, task_id, level=CheckLevel.ENHANCED, day=SOON + 365 * DAY)
    assert not open_calls(town)


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY + DAY])
def test_an_end_moved_back_owes_the_call_at_once(town, day):
    with town.database.writing(town.scope) as session:
        task_id = helped(session, until=SOON + 365 * DAY)
    take_away(town, task_id, level=CheckLevel.ENHANCED, day=day)
    follow_lapsing_checks(town.tools)
    assert len(open_calls(town)) == 1


def test_a_new_end_that_comes_too_soon_as_well_leaves_one_call_about_it(town, task_id):
    follow_lapsing_checks(town.tools)
    take_away(town, task_id, level=CheckLevel.ENHANCED, day=SOON + 2 * DAY)
    [call] = open_calls(town)
    assert "12월 5일" in (call.words or "")


def test_whoever_has_a_lower_check_than_is_asked_for_is_found_by_the_nightly_look(town):
    with town.database.writing(town.scope) as session:
        task_id = helped(session, until=None)
        profile_of(session, session.get_one(Task, task_id).helper_id).check_level = 0
    for _ in range(2):
        follow_lapsing_checks(town.tools)
        town.clock.advance(DAY)
    assert len(open_calls(town)) == 1


def test_what_is_over_asks_for_no_check(town):
    with town.database.writing(town.scope) as session:
        task_id = helped(session, until=None, until_on=TODAY + DAY)
    town.clock.advance(2 * DAY)
    take_away(town, task_id)
    follow_lapsing_checks(town.tools)
    assert not calls(town)


def made(town):
    with town.database.writing(town.scope) as session:
        for call in open_calls(town):
            finish_call_task(
                session, task_id=call.id, outcome=CallOutcome.SPOKE, by=BY, now=town.clock()
            )


def test_a_check_that_is_taken_away_once_more_owes_the_call_anew(town):
    with town.database.writing(town.scope) as session:
        task_id = helped(session, until=None)
    take_away(town, task_id, level=CheckLevel.BASIC)
    made(town)
    for level in (CheckLevel.ENHANCED, CheckLevel.BASIC):
        town.clock.advance(DAY)
        take_away(town, task_id, level=level)
    for _ in range(2):
        follow_lapsing_checks(town.tools)
        assert len(open_calls(town)) == 1
    made(town)
    follow_lapsing_checks(town.tools)
    assert not open_calls(town)


def test_a_check_that_stays_too_low_is_rung_about_once(town):
    with town.database.writing(town.scope) as session:
        task_id = helped(session, until=None)
    take_away(town, task_id, level=CheckLevel.BASIC)
    made(town)
    town.clock.advance(DAY)
    take_away(town, task_id, level=CheckLevel.BASIC, day=SOON)
    assert not open_calls(town)
