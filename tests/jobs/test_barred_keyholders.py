"""Somebody who holds a key may not be sent any more: staff hear of it, now and in a silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import steps_written
from hopecare.domain.look_ins import SkipReason
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.past_check_ins import lacks_keyholder
from hopecare.reading.ladders import ladder_named
from hopecare.services.record_reply import record_reply
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.suspend_volunteer import suspend_volunteer
from models import CheckInPlan, CheckInSlot, Person, RungClimbed
from tests.factories.people import a_phone, a_volunteer
from tests.factories.towns import TODAY
from tests.jobs import test_who_is_sent
from tests.jobs.conftest import BY
from tests.jobs.test_ways_of_reaching import a_keyholder
from tests.jobs.test_who_is_sent import skips

keyholder = test_who_is_sent.keyholder
TO_THE_QUESTION = timedelta(minutes=10)
TO_THE_KEYHOLDER = timedelta(minutes=121)


def suspends(town, person):
    with town.database.writing(town.scope) as session:
        suspend_volunteer(session, person_id=person.id, is_suspended=True, by=BY, now=town.clock())


def refuses(town, person):
    with town.database.writing(town.scope) as session:
        refuse_helper(
            session, resident_id=town.resident_id, helper_id=person.id, by=BY, now=town.clock()
        )


BARS = pytest.mark.parametrize(
    ("bars", "why"), [(suspends, SkipReason.SUSPENDED), (refuses, SkipReason.REFUSED)]
)


def owed(town, key):
    return [
        (call.person_id, call.slot_id)
        for call in town.call_tasks
        if call.dedup_key.startswith(key) and call.status is CallTaskStatus.OPEN
    ]


def climbed(town):
    return [rung.rung for rung in town.rows(RungClimbed)]


@BARS
def test_staff_agree_with_the_resident_who_else_looks_in(town, keyholder, bars, why):
    bars(town, keyholder)
    bars(town, keyholder)
    assert owed(town, "keyholder_barred:") == [(town.resident_id, None)]
    (call,) = town.call_tasks
    assert "공○○" in call.words
    with town.database.reading(town.scope) as session:
        resident, steps = session.get_one(Person, town.resident_id), ladder_named("default")
        facts = {"on": TODAY, "now": town.clock()}
        assert lacks_keyholder(session, resident, steps, **facts), "the plan's page says so"


@BARS
def test_where_nobody_else_may_go_staff_are_alarmed_in_the_same_moment(town, keyholder, bars, why):
    bars(town, keyholder)
    town.work(TO_THE_QUESTION)
    town.work(timedelta(minutes=31))
    assert climbed(town) == [Rung.REPEAT]
    town.work(TO_THE_KEYHOLDER - timedelta(minutes=31))
    assert climbed(town)[-1] is Rung.COORDINATOR
    assert len(town.alerts) == 1
    assert skips(town) == [why]
    assert owed(town, "nobody_sent:") == [], "the alert says it"


def use_ladder_quick(town):
    with town.database.writing(town.scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        plan.ladder, plan.steps = "quick", steps_written(ladder_named("quick"))


def silence_of_a_quick_ladder(town):
    """The coordinator hears first; a quarter of an hour later it is the keyholders' turn."""
    town.work(TO_THE_QUESTION)
    for minutes in (11, 20, 16):
        town.work(timedelta(minutes=minutes))


@BARS
def test_where_staff_count_on_whoever_holds_the_key_a_call_says_that_nobody_goes(
    town, keyholder, bars, why
):
    use_ladder_quick(town)
    bars(town, keyholder)
    silence_of_a_quick_ladder(town)
    assert climbed(town) == [Rung.REPEAT, Rung.COORDINATOR, Rung.KEYHOLDER]
    town.work(timedelta(minutes=16))
    assert owed(town, "nobody_sent:") == [(town.resident_id, town.slot.id)]
    assert skips(town) == [why]
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        said = {"meaning": ReplyMeaning.FINE, "from_person_id": town.resident_id}
        record_reply(session, slot=slot, **said, by=BY, now=town.clock())
    assert owed(town, "nobody_sent:") == [], "they have answered"


def test_where_another_one_goes_no_call_says_so(town, keyholder):
    with town.database.writing(town.scope) as session:
        a_keyholder(town, session, a_volunteer(session, name="한빛", phone=a_phone()), position=2)
    use_ladder_quick(town)
    suspends(town, keyholder)
    silence_of_a_quick_ladder(town)
    town.work(timedelta(minutes=16))
    assert owed(town, "nobody_sent:") == []


@BARS
def test_whoever_is_on_the_way_already_is_rung_and_staff_hear_at_once(town, keyholder, bars, why):
    town.work(TO_THE_QUESTION)
    town.work(timedelta(minutes=31))
    town.work(TO_THE_KEYHOLDER - timedelta(minutes=31))
    assert town.texts_to(keyholder.id) != []
    assert town.alerts == []
    bars(town, keyholder)
    assert owed(town, "do_not_go:") == [(keyholder.id, None)]
    town.work(timedelta(minutes=1))
    assert len(town.alerts) == 1


def test_of_somebody_else_s_door_nobody_is_called_back(town, keyholder):
    town.work(TO_THE_QUESTION)
    with town.database.writing(town.scope) as session:
        other = a_volunteer(session, name="한빛", phone=a_phone())
    suspends(town, other)
    assert town.call_tasks == []
    assert len(town.rows(CheckInSlot)) == 1
