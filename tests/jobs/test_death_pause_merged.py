"""Somebody rests because they were said to have died, and their two records become one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.services.ask_after_no_death import ask_after_no_death
from hopecare.services.follow_alarm_end import follow_alarm_end
from models import CallTask
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_pauses_kept import merges, pauses, second, standing

TOMORROW = timedelta(days=1)

__all__ = ["second"]


@pytest.fixture
def channel_profile():
    return "two-way"


def is_told_dead(town, person_id):
    with town.database.writing(town.scope) as session:
        follow_alarm_end(session, person_id, ended_by=AlertEnd.HAS_DIED, by=BY, now=town.clock())


def lives(town):
    """The call to make sure says that they live."""
    with town.database.writing(town.scope) as session:
        task, *_ = [
            session.get_one(CallTask, each.id)
            for each in town.rows(CallTask)
            if each.kind is CallTaskKind.RECORD_DEATH and each.status is CallTaskStatus.OPEN
        ]
        task.outcome = CallOutcome.SPOKE
        ask_after_no_death(session, task, by=BY, now=town.clock())


def pause_of(town):
    plan = standing(town)
    return plan.paused_from, plan.paused_until


@pytest.mark.both_databases
def test_the_stay_beneath_the_told_death_holds_again_after_a_merge(town, second):
    other_id, _ = second
    pauses(town, town.plan_id)
    stay = pause_of(town)
    town.clock.advance(TOMORROW)
    is_told_dead(town, town.resident_id)
    merges(town, other_id)
    assert pause_of(town)[1] is None
    lives(town)
    assert pause_of(town) == stay


@pytest.mark.both_databases
@pytest.mark.parametrize("dead_in", ["the record that is kept", "the other record"])
def test_a_told_death_is_known_as_one_beside_the_stay_of_the_other_record(town, second, dead_in):
    other_id, plan_id = second
    dead_id, rests_by = town.resident_id, plan_id
    if dead_in == "the other record":
        dead_id, rests_by = other_id, town.plan_id
    pauses(town, rests_by)
    stay = (TODAY, TODAY + timedelta(days=7))
    town.clock.advance(TOMORROW)
    is_told_dead(town, dead_id)
    merges(town, other_id)
    assert pause_of(town) == (stay[0] + TOMORROW, None)
    lives(town)
    assert pause_of(town) == stay


@pytest.mark.both_databases
def test_told_dead_in_both_records_they_are_asked_once_they_live(town, second):
    other_id, _ = second
    is_told_dead(town, other_id)
    town.clock.advance(TOMORROW)
    is_told_dead(town, town.resident_id)
    merges(town, other_id)
    assert standing(town).gave_way is None
    lives(town)
    assert pause_of(town) == (None, None)
