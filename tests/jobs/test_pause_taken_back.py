"""A pause from today is taken back the same day: they are asked, or a person rings."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from hopecare.domain.check_ins import AskingWay
from hopecare.domain.replies import ReplyMeaning
from hopecare.services.choose_way import choose_way
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_reply import record_reply
from hopecare.services.start_sending import start_sending
from hopecare.services.stop_sending import stop_sending
from models import CheckInPlan, CheckInSlot
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_ends_of_alarms import lies_in_hospital

A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TO_THE_QUESTION = timedelta(minutes=10)
"""They are asked five minutes from now, and for two hours after that."""
TOO_LATE = timedelta(hours=3)


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture(params=["an end", "no end"])
def until_on(request):
    return TODAY + 7 * A_DAY if request.param == "an end" else None


def pauses(town, *, from_on=TODAY, until_on=TODAY + 7 * A_DAY):
    with town.database.writing(town.scope) as session:
        pause_check_ins(
            session,
            plan_id=live_plan(session).id,
            paused_from=from_on,
            paused_until=until_on,
            by=BY,
            now=town.clock(),
        )


def live_plan(session):
    return session.query(CheckInPlan).where(CheckInPlan.ended_at.is_(None)).one()


def takes_it_back(town):
    pauses(town, from_on=None, until_on=None)


def statuses(town):
    return [slot.status for slot in town.rows(CheckInSlot)]


def is_asked_once(town):
    town.work()
    town.work(A_MINUTE)
    return statuses(town) == [SlotStatus.WAITING] and len(town.texts_to(town.resident_id)) == 1


def owed(town):
    return [
        (call.kind, call.person_id)
        for call in town.call_tasks
        if call.status is CallTaskStatus.OPEN
    ]


def test_before_their_hour_they_are_asked_at_it(town, until_on):
    pauses(town, until_on=until_on)
    town.clock.advance(A_MINUTE)
    takes_it_back(town)
    town.work(TO_THE_QUESTION)
    assert is_asked_once(town)


@pytest.mark.parametrize("paused_after", [A_MINUTE, TO_THE_QUESTION], ids=["before it", "after it"])
def test_after_their_hour_they_are_asked_at_once(town, paused_after, until_on):
    town.clock.advance(paused_after)
    pauses(town, until_on=until_on)
    town.work(AN_HOUR)
    assert statuses(town) == []
    takes_it_back(town)
    assert is_asked_once(town)
    town.work(A_DAY)
    assert len(town.rows(CheckInSlot)) == 2, "tomorrow goes on as ever"


def test_where_it_is_too_late_a_person_rings(town, until_on):
    pauses(town, until_on=until_on)
    town.work(TOO_LATE)
    takes_it_back(town)
    town.work()
    assert statuses(town) == [SlotStatus.NOT_ASKED]
    assert owed(town) == [(CallTaskKind.NOT_ASKED, town.resident_id)]
    assert town.texts_to(town.resident_id) == []


def test_a_pause_put_off_until_tomorrow_leaves_today_asked(town):
    pauses(town)
    town.work(AN_HOUR)
    pauses(town, from_on=TODAY + A_DAY)
    assert is_asked_once(town)
    town.work(A_DAY)
    assert len(town.rows(CheckInSlot)) == 1


def test_a_pause_written_down_afterwards_counts_as_of_today(town):
    pauses(town, from_on=TODAY - 3 * A_DAY)
    town.work(AN_HOUR)
    takes_it_back(town)
    assert is_asked_once(town)


def test_who_comes_home_after_days_is_asked_from_their_next_hour(town):
    pauses(town)
    town.work(A_DAY)
    town.work(TOO_LATE)
    takes_it_back(town)
    town.work()
    assert (statuses(town), town.call_tasks) == ([], [])
    town.work(A_DAY)
    assert len(town.rows(CheckInSlot)) == 1


def the_switch(town, stop_id=None):
    with town.database.writing(town.scope) as session:
        said = {"reason": "test", "by": BY, "now": town.clock()}
        if stop_id:
            return start_sending(session, stop_id=stop_id, **said)
        return stop_sending(session, town_id=town.scope.town_id, channel=None, **said).id


@pytest.mark.parametrize("later", [A_MINUTE, TOO_LATE], ids=["in time", "too late"])
def test_a_question_that_was_taken_back_is_asked_anew_or_a_person_rings(town, later):
    stop_id = the_switch(town)
    town.work(TO_THE_QUESTION)
    pauses(town)
    assert statuses(town) == [SlotStatus.CANCELLED]
    the_switch(town, stop_id)
    town.work(later)
    takes_it_back(town)
    town.work()
    town.work(A_MINUTE)
    texts = town.texts_to(town.resident_id)
    if later is A_MINUTE:
        assert statuses(town) == [SlotStatus.CANCELLED, SlotStatus.WAITING]
        assert (len(texts), owed(town)) == (1, [])
    else:
        assert statuses(town) == [SlotStatus.CANCELLED, SlotStatus.NOT_ASKED]
        assert (texts, owed(town)) == ([], [(CallTaskKind.NOT_ASKED, town.resident_id)])


@pytest.mark.parametrize("is_known", [True, False], ids=["where they are is known", "it is not"])
def test_where_a_question_was_out_one_call_is_owed(town, is_known):
    town.work(TO_THE_QUESTION)
    lies_in_hospital(town) if is_known else pauses(town)
    town.clock.advance(A_MINUTE)
    takes_it_back(town)
    town.work(AN_HOUR)
    assert statuses(town) == [SlotStatus.CANCELLED]
    assert owed(town) == [(CallTaskKind.NOT_ASKED, town.resident_id)]
    assert len(town.texts_to(town.resident_id)) == 1, "nobody is asked twice that day"


def test_a_call_that_was_made_meanwhile_is_enough(town):
    town.work(TO_THE_QUESTION)
    pauses(town)
    (call,) = town.call_tasks
    with town.database.writing(town.scope) as session:
        spoke = CallOutcome.SPOKE
        finish_call_task(session, task_id=call.id, outcome=spoke, by=BY, now=town.clock())
    takes_it_back(town)
    town.work(AN_HOUR)
    assert owed(town) == []


def test_who_has_answered_is_left_in_peace(town):
    town.work(TO_THE_QUESTION)
    with town.database.writing(town.scope) as session:
        slot = session.get_one(CheckInSlot, town.slot.id)
        said = {"meaning": ReplyMeaning.FINE, "from_person_id": town.resident_id}
        record_reply(session, slot=slot, **said, by=BY, now=town.clock())
    pauses(town)
    town.clock.advance(A_MINUTE)
    takes_it_back(town)
    town.work(AN_HOUR)
    assert statuses(town) == [SlotStatus.ANSWERED]
    assert (owed(town), len(town.texts_to(town.resident_id))) == ([], 1)


def test_a_plan_changed_in_between_still_owes_its_day(town):
    pauses(town)
    town.work(AN_HOUR)
    with town.database.writing(town.scope) as session:
        plan = live_plan(session)
        choose_way(session, plan=plan, way=AskingWay.VOICE, by=BY, now=town.clock())
    takes_it_back(town)
    town.work()
    assert statuses(town) == [SlotStatus.WAITING]
    assert len(town.calls.sent) == 1


def test_a_plan_made_after_its_hour_owes_nothing_of_that_day(town):
    with town.database.writing(town.scope) as session:
        plan = live_plan(session)
        plan.ended_at, plan.next_due_at = town.clock(), None
    town.clock.advance(AN_HOUR)
    with town.database.writing(town.scope) as session:
        wish = CheckInWish(local_time=time(10, 5))
        plan_check_ins(session, person_id=town.resident_id, wish=wish, by=BY, now=town.clock())
    pauses(town)
    takes_it_back(town)
    town.work()
    assert (statuses(town), town.call_tasks) == ([], [])
