"""A ladder of one resident's own: each kind of rung, and the all-clear after it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import steps_written
from hopecare.domain.rehearsal import PastCheckIn, climb
from hopecare.domain.replies import ReplyMeaning
from hopecare.services.finish_task import finish_task
from hopecare.services.record_reply import record_reply
from models import Case, CheckInPlan, Person, RungClimbed, Task
from tests.domain.test_ladders import ladder
from tests.factories.cases import a_case, a_need, a_wish
from tests.factories.offers import a_task
from tests.factories.people import a_consent, a_volunteer
from tests.jobs.conftest import BY
from tests.jobs.test_ways_of_reaching import a_keyholder

AT_TEN_PAST = timedelta(minutes=10)


@pytest.fixture
def put(town):
    """Give the plan a ladder of its own."""

    def put_steps(*steps):
        with town.database.writing(AllTowns()) as session:
            plan = session.get_one(CheckInPlan, town.plan_id)
            plan.steps, plan.ladder = steps_written(ladder(*steps)), "own"

    return put_steps


@pytest.fixture
def helper(town):
    """Who helps the resident in an open case."""
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        case = a_case(session, resident=resident, needs=(a_wish(),))
        person = a_volunteer(session, name="한빛")
        a_task(session, a_need(session, case=case), person)
        return person


def answer(town, meaning=ReplyMeaning.FINE):
    with town.database.writing(town.scope) as session:
        slot = session.merge(town.slot)
        record_reply(
            session, slot=slot, meaning=meaning, from_person_id=town.resident_id, by=BY,
            now=town.clock(),
        )  # fmt: skip


def asked_to_look_in(town, person):
    """What a neighbour was told of the silence; helping has texts of its own."""
    return [text for text in town.texts_to(person.id) if "들여다보고" in text or "안 가" in text]


def climbed(town):
    rows = sorted(town.rows(RungClimbed), key=lambda row: row.position)
    return [row.rung.value for row in rows]


def test_every_kind_of_rung_is_climbed_in_its_turn_and_stands_on_the_timeline(town, put, helper):
    with town.database.writing(town.scope) as session:
        keyholder = a_volunteer(session, name="공숲")
        a_keyholder(town, session, keyholder)
    put(
        ("repeat", 10), ("call", 20), ("helper", 30), ("keyholder", 40), ("coordinator", 50),
        ("social_worker", 60), ("emergency", 90),
    )  # fmt: skip
    town.work(AT_TEN_PAST)
    for _ in range(10):
        town.work(timedelta(minutes=10))

    assert climbed(town) == [rung.value for rung in (
        Rung.REPEAT, Rung.CALL, Rung.HELPER, Rung.KEYHOLDER, Rung.COORDINATOR, Rung.SOCIAL_WORKER,
        Rung.EMERGENCY,
    )]  # fmt: skip
    assert town.story.count("rung_climbed") == 7
    # The question, the same once more, a call; then one to each neighbour for their answer.
    assert len(town.calls.sent) == 3 + 2
    assert len(asked_to_look_in(town, helper)) == 1
    assert len(asked_to_look_in(town, keyholder)) == 1
    assert len(town.texts_to(town.coordinator_id)) == 1
    assert town.slot_status == SlotStatus.SILENT


def test_the_rehearsal_of_a_day_says_what_the_ladder_did_that_day(town, put, helper):
    steps = (("repeat", 10), ("helper", 30), ("keyholder", 40), ("coordinator", 80))
    put(*steps)
    town.work(AT_TEN_PAST)
    for _ in range(20):
        town.work(timedelta(minutes=5))
    slot, rows = town.slot, sorted(town.rows(RungClimbed), key=lambda row: row.position)
    did = [(row.rung, row.at) for row in rows if row.person_id or row.rung is Rung.COORDINATOR]
    there = {Rung.HELPER: 1, Rung.KEYHOLDER: 0, Rung.SOCIAL_WORKER: 0}

    would = climb(PastCheckIn(asked_at=slot.asked_at), ladder(*steps), there)

    for (rung, at), rehearsed in zip(did, would, strict=True):
        assert rung is rehearsed.rung
        assert timedelta(0) <= at - rehearsed.at <= timedelta(minutes=5)


def test_an_answer_stops_it_and_the_helper_hears_the_all_clear(town, put, helper):
    put(("helper", 10), ("coordinator", 60))
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=11))
    town.work()
    answer(town)
    town.work()
    town.work(timedelta(hours=5))

    assert "안 가 보셔도 돼요" in asked_to_look_in(town, helper)[1]
    assert town.texts_to(town.coordinator_id) == []
    assert climbed(town) == ["helper"]


def test_nobody_helps_so_the_next_rung_comes_at_once(town, put):
    put(("helper", 10), ("coordinator", 200))
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=11))
    town.work()

    assert climbed(town) == ["helper", "coordinator"]
    assert len(town.alerts) == 1


def test_whoever_stopped_helping_is_not_told_of_a_silence(town, put, helper):
    put(("helper", 10), ("coordinator", 20))
    with town.database.writing(town.scope) as session:
        task = session.query(Task).one()
        finish_task(session, task_id=task.id, by=BY, now=town.clock())
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=11))
    town.work()

    assert asked_to_look_in(town, helper) == []
    assert climbed(town) == ["helper", "coordinator"]


def test_a_helper_of_two_needs_and_keyholder_is_asked_once(town, put, helper):
    with town.database.writing(town.scope) as session:
        case = session.query(Case).one()
        a_task(session, a_need(session, case=case), session.get_one(Person, helper.id))
        a_keyholder(town, session, session.get_one(Person, helper.id))
    put(("helper", 10), ("helper", 20), ("keyholder", 30), ("coordinator", 40))
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=11))
    town.work()

    assert len(asked_to_look_in(town, helper)) == 1
    assert climbed(town) == ["helper"]
    town.work(timedelta(minutes=10))
    town.work()
    town.work()
    assert len(asked_to_look_in(town, helper)) == 1
    assert climbed(town) == ["helper", "helper", "keyholder", "coordinator"]


def test_without_consent_to_help_no_helper_hears_of_it(town, put, helper):
    put(("helper", 10), ("coordinator", 20))
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        withdrawn_at = town.clock() + timedelta(minutes=1)
        a_consent(
            session, resident, ConsentPurpose.PEER_HELP, act=ConsentAct.WITHDRAWN, at=withdrawn_at
        )
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=11))
    town.work()

    assert asked_to_look_in(town, helper) == []


def test_the_emergency_rung_is_a_persons_call_and_is_dialled_by_nobody(town, put):
    put(("coordinator", 10), ("emergency", 40))
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=11))
    town.work(timedelta(minutes=30))
    town.work()

    (task,) = [each for each in town.call_tasks if each.kind is CallTaskKind.EMERGENCY]
    assert (task.person_id, task.due_at) == (town.resident_id, town.clock())
    assert len(town.alerts) == 1
    assert len(town.texts_to(town.coordinator_id)) == 1
    assert [call.to for call in town.calls.sent] == [town.phone_of(town.resident_id)]

    answer(town)
    assert {each.status for each in town.call_tasks} == {CallTaskStatus.CANCELLED}


def test_a_call_for_help_in_the_middle_of_the_ladder_stops_it_too(town, put, helper):
    put(("helper", 10), ("coordinator", 200))
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=11))
    answer(town, ReplyMeaning.HELP)
    town.work(timedelta(hours=5))

    assert [alert.kind for alert in town.alerts] == [AlertKind.HELP_ASKED]
    assert climbed(town) == ["helper"]
