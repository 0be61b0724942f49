"""The worker ends help whose day is over, or owes a call where nobody wrote down that they met."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from hopecare.domain.care_path import CallTaskStatus, NeedStatus, TaskStatus
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.offers import VisitResult
from hopecare.jobs.settle_passed_help import settle_passed_help
from hopecare.services.log_visit import VisitMade, log_visit
from models import CallTask, Need, Task
from tests.factories.cases import BY, a_need
from tests.factories.offers import a_task
from tests.factories.towns import TODAY
from tests.factories.volunteers import neighbours

DAY = timedelta(days=1)
NOON_AFTER_TODAY = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
A_MOMENT = timedelta(minutes=1)


def held(town, *, visited=False, **wished):
    """Somebody holds it since this morning; perhaps they wrote down that they met."""
    with town.database.writing(town.scope) as session:
        [helper] = neighbours(session, 1)
        need = a_need(session, from_on=TODAY, **wished)
        task = a_task(session, need, helper)
        if visited:
            made = VisitMade(visited_at=task.started_at, minutes=30, result=VisitResult.MET)
            log_visit(session, task_id=task.id, made=made, by=BY, now=task.started_at)


def state(town, moment):
    """Look at that moment: how need and task stand, and the calls that are owed."""
    town.clock.advance(moment - town.clock())
    settle_passed_help(town.tools)
    [need], [task] = town.rows(Need), town.rows(Task)
    open_calls = [each for each in town.rows(CallTask) if each.status is CallTaskStatus.OPEN]
    return need.status, task.status, len(open_calls)


def test_what_was_done_ends_at_noon_of_the_day_after(town):
    held(town, starts_at=time(15), visited=True)
    assert state(town, NOON_AFTER_TODAY - A_MOMENT)[:2] == (NeedStatus.HELPED, TaskStatus.ACTIVE)
    assert state(town, NOON_AFTER_TODAY) == (NeedStatus.MET, TaskStatus.ENDED, 0)


def test_of_what_nobody_wrote_anything_a_person_asks_once_and_it_ends_in_a_week(town):
    held(town, starts_at=time(15))
    assert state(town, NOON_AFTER_TODAY) == (NeedStatus.HELPED, TaskStatus.ACTIVE, 1)
    [call] = town.rows(CallTask)
    [need] = town.rows(Need)
    assert (call.case_id, "다녀갔는지" in call.words) == (need.case_id, True)
    week = NOON_AFTER_TODAY + 7 * DAY
    assert state(town, week - A_MOMENT) == (NeedStatus.HELPED, TaskStatus.ACTIVE, 1)
    assert state(town, week) == (NeedStatus.ENDED, TaskStatus.ENDED, 1)


def test_weekly_help_ends_with_its_last_day(town):
    weekly = {"rhythm": NeedRhythm.WEEKLY, "weekdays": ("mon",), "until_on": TODAY + 7 * DAY}
    held(town, visited=True, **weekly)
    noon = NOON_AFTER_TODAY + 7 * DAY
    assert state(town, noon - A_MOMENT)[0] is NeedStatus.HELPED
    assert state(town, noon)[0] is NeedStatus.MET


@pytest.mark.parametrize("visited", [True, False])
def test_what_any_day_will_do_for_is_asked_about_after_two_weeks_and_never_ends_unsaid(
    town, visited
):
    held(town, visited=visited)
    noon = NOON_AFTER_TODAY + 14 * DAY
    assert state(town, noon - A_MOMENT) == (NeedStatus.HELPED, TaskStatus.ACTIVE, 0)
    after = (
        (NeedStatus.MET, TaskStatus.ENDED, 0)
        if visited
        else (NeedStatus.HELPED, TaskStatus.ACTIVE, 1)
    )
    assert state(town, noon) == after
    assert state(town, noon + 30 * DAY) == after
