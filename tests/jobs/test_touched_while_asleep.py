"""A plan is touched after its hour, before the worker has looked: that day is still asked."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.check_ins import AskingWay
from hopecare.services.choose_way import choose_way
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import CheckInPlan
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY

HALF_AN_HOUR = timedelta(minutes=30)
"""They are asked five minutes from now."""
A_DAY = timedelta(days=1)


@pytest.fixture
def channel_profile():
    return "two-way"


def pauses(town, session, *, from_on, until_on):
    pause_check_ins(
        session,
        plan_id=town.plan_id,
        paused_from=from_on,
        paused_until=until_on,
        by=BY,
        now=town.clock(),
    )


def goes_to_hospital_next_month(town, session):
    pauses(town, session, from_on=TODAY + 30 * A_DAY, until_on=TODAY + 37 * A_DAY)


def takes_a_pause_back(town, session):
    pauses(town, session, from_on=None, until_on=None)


def wishes_another_hour(town, session, hour=8):
    wish = CheckInWish(local_time=time(hour))
    plan_check_ins(session, person_id=town.resident_id, wish=wish, by=BY, now=town.clock())


def wants_calls(town, session):
    plan = session.get_one(CheckInPlan, town.plan_id)
    choose_way(session, plan=plan, way=AskingWay.VOICE, by=BY, now=town.clock())


def touched(town, how, *, asleep_for):
    town.clock.advance(asleep_for)
    with town.database.writing(town.scope) as session:
        how(town, session)


TOUCHES = (goes_to_hospital_next_month, takes_a_pause_back, wishes_another_hour, wants_calls)


@pytest.mark.parametrize("how", TOUCHES)
def test_they_are_asked_as_soon_as_it_wakes(town, how):
    touched(town, how, asleep_for=HALF_AN_HOUR)
    town.work()
    assert town.slot_status is SlotStatus.WAITING
    assert len(town.calls.sent) + len(town.texts_to(town.resident_id)) == 1
    town.work(HALF_AN_HOUR)
    assert town.slot_status is SlotStatus.WAITING, "nobody is asked twice that day"


@pytest.mark.parametrize("how", TOUCHES)
def test_where_it_is_too_late_a_person_rings_that_day(town, how):
    touched(town, how, asleep_for=timedelta(hours=5))
    town.work()
    assert town.slot_status is SlotStatus.NOT_ASKED
    (call,) = town.call_tasks
    assert (call.kind, call.person_id) == (CallTaskKind.NOT_ASKED, town.resident_id)


def wishes_noon(town, session):
    wishes_another_hour(town, session, hour=12)


def rests_from_today(town, session):
    pauses(town, session, from_on=TODAY, until_on=TODAY + 7 * A_DAY)


def test_who_wishes_a_later_hour_of_that_day_is_asked_then(town):
    touched(town, wishes_noon, asleep_for=HALF_AN_HOUR)
    town.work()
    assert (town.texts_to(town.resident_id), town.call_tasks) == ([], [])
    town.work(timedelta(hours=2))
    assert town.slot_status is SlotStatus.WAITING


def test_a_pause_from_that_day_holds(town):
    touched(town, rests_from_today, asleep_for=HALF_AN_HOUR)
    town.work()
    assert (town.messages, town.call_tasks) == ([], [])
