"""A pause from today holds for what waits to leave and for what is out already."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.care_path import SlotStatus
from hopecare.jobs.watch_calls import watch_calls
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.start_sending import start_sending
from hopecare.services.stop_sending import stop_sending
from models import CheckInPlan
from tests.factories.people import a_phone, a_volunteer
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_ends_of_alarms import lies_in_hospital
from tests.jobs.test_ways_of_reaching import a_keyholder

TO_THE_QUESTION = timedelta(minutes=10)
A_WEEK = timedelta(days=7)


@pytest.fixture
def channel_profile():
    return "two-way"


def pauses(town, *, from_on=TODAY):
    with town.database.writing(town.scope) as session:
        pause_check_ins(
            session,
            plan_id=town.plan_id,
            paused_from=from_on,
            paused_until=from_on + A_WEEK,
            by=BY,
            now=town.clock(),
        )


def hours_go_by(town):
    for _ in range(5):
        town.work(timedelta(hours=1))
        watch_calls(town.tools)


def test_a_question_that_has_not_left_is_taken_back(town):
    with town.database.writing(town.scope) as session:
        stop_id = stop_sending(
            session,
            town_id=town.scope.town_id,
            channel=None,
            reason="test",
            by=BY,
            now=town.clock(),
        ).id
    town.work(TO_THE_QUESTION)
    pauses(town)
    with town.database.writing(town.scope) as session:
        start_sending(session, stop_id=stop_id, reason="test", by=BY, now=town.clock())
    hours_go_by(town)
    assert town.slot_status is SlotStatus.CANCELLED
    assert town.texts_to(town.resident_id) == []
    assert (town.call_tasks, town.alerts) == ([], [])


@pytest.mark.parametrize("is_known", [True, False], ids=["where they are is known", "it is not"])
def test_a_question_that_is_out_is_not_followed(town, is_known):
    with town.database.writing(town.scope) as session:
        keyholder = a_volunteer(session, name="한빛", phone=a_phone())
        a_keyholder(town, session, keyholder, position=1)
        keyholder_id = keyholder.id
    town.work(TO_THE_QUESTION)
    before = town.slot_status
    assert before is SlotStatus.WAITING
    lies_in_hospital(town) if is_known else pauses(town)
    hours_go_by(town)
    assert town.slot_status is SlotStatus.CANCELLED
    assert len(town.texts_to(town.resident_id)) == 1
    assert town.texts_to(keyholder_id) == []
    assert len(town.call_tasks) == (0 if is_known else 1)


@pytest.mark.parametrize("by_switch", [True, False], ids=["the switch", "the night"])
def test_a_question_held_until_the_pause_has_begun_is_taken_back_as_it_would_leave(town, by_switch):
    tonight = town.clock().replace(hour=13, minute=30)  # 22:30 in the town
    with town.database.writing(town.scope) as session:
        plan = session.get_one(CheckInPlan, town.plan_id)
        plan.next_due_at, plan.grace_minutes = tonight, 12 * 60
    pauses(town, from_on=TODAY + timedelta(days=1))
    with town.database.writing(town.scope) as session:
        session.get_one(CheckInPlan, town.plan_id).next_due_at = tonight
        asks = {"town_id": town.scope.town_id, "channel": None, "reason": "test"}
        stopped = stop_sending(session, **asks, by=BY, now=town.clock()) if by_switch else None
        stop_id = stopped.id if stopped else None
    town.at(tonight)
    town.work()
    assert town.slot_status == SlotStatus.DUE
    if stop_id:
        with town.database.writing(town.scope) as session:
            start_sending(session, stop_id=stop_id, reason="test", by=BY, now=town.clock())
    town.at(tonight + timedelta(hours=10))
    hours_go_by(town)
    assert town.slot_status == SlotStatus.CANCELLED
    assert town.texts_to(town.resident_id) == []
    assert (town.call_tasks, town.alerts) == ([], [])
    assert town.story[-1] == "slot_cancelled"


def test_a_pause_that_begins_later_leaves_what_is_out_to_its_end(town):
    town.work(TO_THE_QUESTION)
    pauses(town, from_on=TODAY + timedelta(days=1))
    assert town.slot_status is SlotStatus.WAITING
