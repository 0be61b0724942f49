"""A merge rested somebody who rests not, and is taken back: they are asked or rung that day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.care_path import SlotStatus
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.services.undo_merge import undo_merge
from models import CheckInPlan, Person
from tests.factories.desk import a_slot
from tests.jobs.conftest import BY
from tests.jobs.test_merge_taken_back import owed, statuses
from tests.jobs.test_pauses_kept import AT_TEN_PAST, merges, pauses, second, standing

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

__all__ = ["second"]


@pytest.fixture
def channel_profile():
    return "two-way"


def undone(town, merge_id, after):
    town.clock.advance(after)
    with town.database.writing(town.scope) as session:
        undo_merge(session, merge_id=merge_id, by=BY, now=town.clock())
    town.work()


@pytest.mark.both_databases
@pytest.mark.parametrize("after", [HOUR, DAY + HOUR], ids=["the same day", "a day later"])
def test_whom_the_merge_let_rest_past_their_hour_is_asked_yet(town, second, after):
    other_id, plan_id = second
    pauses(town, plan_id)
    merge_id = merges(town, other_id)
    town.work(AT_TEN_PAST)
    assert town.texts.sent == []
    undone(town, merge_id, after)
    assert len(town.texts_to(town.resident_id)) == 1
    assert town.texts_to(other_id) == [], "they are in hospital"


@pytest.mark.both_databases
def test_whom_it_let_rest_past_the_grace_of_their_plan_is_rung(town, second):
    other_id, plan_id = second
    pauses(town, plan_id)
    merge_id = merges(town, other_id)
    undone(town, merge_id, 5 * HOUR)
    assert owed(town) == [(town.resident_id, town.resident_id)]


@pytest.mark.both_databases
def test_whose_plan_the_merge_ended_before_its_hour_is_asked_yet(town, second):
    other_id, _ = second
    merge_id = merges(town, other_id)
    town.work(AT_TEN_PAST)
    undone(town, merge_id, MINUTE)
    assert len(town.texts_to(other_id)) == 1
    assert len(town.texts_to(town.resident_id)) == 1, "they were asked at their hour"


@pytest.mark.both_databases
def test_whose_question_was_recalled_because_the_merge_let_them_rest_is_rung(town, second):
    other_id, plan_id = second
    pauses(town, plan_id)
    town.clock.advance(AT_TEN_PAST)
    ask_due_check_ins(town.tools)
    merge_id = merges(town, other_id)
    assert statuses(town, town.resident_id) == [SlotStatus.CANCELLED]
    assert owed(town) == []
    undone(town, merge_id, MINUTE)
    assert owed(town) == [(town.resident_id, town.resident_id)]


@pytest.mark.both_databases
def test_who_was_heard_of_today_is_asked_tomorrow(town, second):
    other_id, plan_id = second
    pauses(town, plan_id)
    with town.database.writing(town.scope) as session:
        resident, plan = (
            session.get_one(Person, town.resident_id),
            session.get_one(CheckInPlan, town.plan_id),
        )
        a_slot(session, resident, plan=plan, status=SlotStatus.ANSWERED, due_at=town.clock())
    merge_id = merges(town, other_id)
    undone(town, merge_id, HOUR)
    assert town.texts_to(town.resident_id) == []
    assert standing(town).next_due_at > town.clock()
    assert owed(town) == []
