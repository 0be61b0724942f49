"""A check-in at the door: somebody owes it by an hour, and an unvisited one climbs the ladder."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallDirection, CallOutcome, CallTaskKind, KnockFound
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from hopecare.domain.check_ins import AskedBy
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.escalation import Rung
from hopecare.services.answer_knock import Knock, answer_knock
from hopecare.services.finish_task import finish_task
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.withdraw_consent import withdraw_consent
from models import (
    Account,
    Call,
    CheckInPlan,
    CheckInSlot,
    ContactSafetyRule,
    Person,
    RungClimbed,
    Task,
)
from tests.factories.cases import a_case, a_need, a_wish
from tests.factories.offers import a_task
from tests.factories.people import a_consent, a_volunteer, an_identity
from tests.factories.towns import NOW, TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_check_ins_run import press

TO_ITS_TIME = timedelta(minutes=5)
TWO_HOURS = timedelta(hours=2)


@pytest.fixture
def helper(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        case = a_case(session, resident=resident, needs=(a_wish(),))
        person = a_volunteer(session, name="한빛")
        a_task(session, a_need(session, case=case), person)
        return person


@pytest.fixture
def knocking(town):
    """The resident is asked at the door, every day at 10:05."""
    with town.database.writing(town.scope) as session:
        wish = CheckInWish(local_time=time(10, 5), asked_by=AskedBy.KNOCK)
        plan_check_ins(session, person_id=town.resident_id, wish=wish, by=BY, now=NOW)
    return town


def the_knock(town):
    (knock,) = [task for task in town.call_tasks if task.kind is CallTaskKind.KNOCK]
    return knock


def found(town, person, what, words=None):
    with town.database.writing(town.scope) as session:
        account = session.query(Account).filter_by(person_id=person.id).one()
        answer_knock(
            session, task_id=the_knock(town).id, knock=Knock(found=what, words=words),
            by=an_identity(session, account), now=town.clock(),
        )  # fmt: skip


def notices(town, person):
    return [text for text in town.texts_to(person.id) if "문을 두드려" in text]


def rungs(town):
    rows = sorted(town.rows(RungClimbed), key=lambda row: row.position)
    return [row.rung for row in rows]


def test_the_helper_owes_the_knock_by_an_hour_and_is_told_and_nobody_is_rung(knocking, helper):
    knocking.work(TO_ITS_TIME)
    knocking.work()

    knock = the_knock(knocking)
    assert (knock.owner_id, knock.person_id) == (helper.id, knocking.resident_id)
    assert knock.due_at == knocking.slot.due_at + TWO_HOURS
    assert knocking.slot_status == SlotStatus.WAITING
    assert knocking.calls.sent == []
    (text,) = notices(knocking, helper)
    assert "12:05" in text or "오후 12" in text


def test_with_no_helper_nobody_owns_it_yet_and_staff_see_it(knocking):
    knocking.work(TO_ITS_TIME)
    assert the_knock(knocking).owner_id is None


def test_a_knock_is_owed_once_a_day(knocking, helper):
    for _ in range(3):
        knocking.work(TO_ITS_TIME)
    assert len(knocking.call_tasks) == 1


def test_whoever_is_found_well_has_answered(knocking, helper):
    knocking.work(TO_ITS_TIME)
    found(knocking, helper, KnockFound.WELL)
    knocking.work(timedelta(hours=9))

    assert knocking.slot_status == SlotStatus.ANSWERED
    assert rungs(knocking) == []
    assert (the_knock(knocking).status, the_knock(knocking).outcome) == (
        CallTaskStatus.DONE, CallOutcome.SPOKE,
    )  # fmt: skip
    (call,) = knocking.rows(Call)
    assert (call.direction, call.by_id) == (CallDirection.DOOR, helper.id)
    assert knocking.story.count("slot_answered") == 1


def test_whoever_needs_help_brings_somebody(knocking, helper):
    knocking.work(TO_ITS_TIME)
    found(knocking, helper, KnockFound.NEEDS_HELP)
    knocking.work()

    assert knocking.slot_status == SlotStatus.HELP_ASKED
    assert len(knocking.texts_to(knocking.coordinator_id)) == 1


def test_an_unvisited_knock_climbs_the_same_ladder_from_its_hour_on(knocking, helper):
    knocking.work(TO_ITS_TIME)
    knocking.work(TWO_HOURS)
    assert rungs(knocking) == []
    knocking.work(timedelta(minutes=31))
    knocking.work()
    assert rungs(knocking) == [Rung.REPEAT]
    assert len(notices(knocking, helper)) == 2
    assert knocking.calls.sent == []
    knocking.work(timedelta(minutes=90))
    knocking.work(timedelta(minutes=30))
    knocking.work()

    empty = [Rung.KEYHOLDER] * 3
    assert rungs(knocking)[:5] == [Rung.REPEAT, *empty, Rung.COORDINATOR]
    assert knocking.slot_status == SlotStatus.SILENT
    assert "아직 답 없음" in knocking.texts_to(knocking.coordinator_id)[0]

    found(knocking, helper, KnockFound.WELL)
    knocking.work()
    assert "무사 확인" in knocking.texts_to(knocking.coordinator_id)[1]


def test_a_door_that_stays_closed_is_silence_from_that_moment(knocking, helper):
    knocking.work(TO_ITS_TIME)
    found(knocking, helper, KnockFound.DOOR_NOT_OPENED, "불은 켜져 있어요")
    assert knocking.slot_status == SlotStatus.WAITING
    knocking.work(timedelta(minutes=31))
    knocking.work()

    assert Rung.REPEAT in rungs(knocking)


def test_an_answer_by_telephone_ends_the_knock(knocking, helper):
    with knocking.database.writing(knocking.scope) as session:
        plan = session.query(CheckInPlan).filter_by(ended_at=None).one()
        plan.steps = [{"step": "call", "minutes": 10}, {"step": "coordinator", "minutes": 60}]
    knocking.work(TO_ITS_TIME)
    knocking.work(TWO_HOURS)
    knocking.work(timedelta(minutes=11))
    press(knocking, "1")

    assert knocking.slot_status == SlotStatus.ANSWERED
    assert the_knock(knocking).status is CallTaskStatus.CANCELLED


def test_whoever_helps_no_more_owes_no_knock(knocking, helper):
    knocking.work(TO_ITS_TIME)
    with knocking.database.writing(knocking.scope) as session:
        task = session.query(Task).one()
        finish_task(session, task_id=task.id, by=BY, now=knocking.clock())

    assert the_knock(knocking).owner_id is None


def test_an_overslept_knock_becomes_a_call_of_the_day(knocking, helper):
    knocking.work(timedelta(hours=5))

    assert knocking.slot_status == SlotStatus.NOT_ASKED
    assert [task.kind for task in knocking.call_tasks] == [CallTaskKind.NOT_ASKED]


def test_nobody_knocks_where_a_visit_could_harm_and_staff_decide(knocking, helper):
    with knocking.database.writing(knocking.scope) as session:
        session.add(
            ContactSafetyRule(
                town_id=knocking.scope.town_id, person_id=knocking.resident_id, from_on=TODAY,
                forbidden=True,
            )
        )  # fmt: skip
    knocking.work(TO_ITS_TIME)

    assert knocking.slot_status == SlotStatus.NOT_ASKED
    kinds = {task.kind for task in knocking.call_tasks if task.slot_id}
    assert kinds == {CallTaskKind.NOT_ASKED}


def test_without_consent_nobody_knocks(knocking, helper):
    with knocking.database.writing(knocking.scope) as session:
        resident = session.get_one(Person, knocking.resident_id)
        knocking.clock.advance(timedelta(minutes=1))
        a_consent(
            session,
            resident,
            ConsentPurpose.CHECK_INS,
            act=ConsentAct.WITHDRAWN,
            at=knocking.clock(),
        )
    knocking.work(TO_ITS_TIME)

    assert CallTaskKind.KNOCK not in {task.kind for task in knocking.call_tasks}
    assert knocking.rows(CheckInSlot) == []


def test_whoever_wishes_for_no_check_ins_is_asked_by_nobody_and_counts_as_nothing(town):
    with town.database.writing(town.scope) as session:
        wish = CheckInWish(local_time=time(10, 5), asked_by=AskedBy.NOBODY)
        plan_check_ins(session, person_id=town.resident_id, wish=wish, by=BY, now=NOW)
    town.work(timedelta(days=3))

    assert (town.messages, town.call_tasks) == ([], [])
    assert "slot_answered" not in town.story


def test_what_a_neighbour_heard_at_the_door_is_for_staff_to_make_sure_of(knocking, helper):
    knocking.work(TO_ITS_TIME)
    found(knocking, helper, KnockFound.IN_HOSPITAL)

    (after,) = [task for task in knocking.call_tasks if task.status is CallTaskStatus.OPEN]
    assert (after.kind, after.owner_id) == (CallTaskKind.AFTER_HOSPITAL, None)
    plans = knocking.rows(CheckInPlan)
    assert {plan.paused_from for plan in plans} == {None}


def test_a_neighbour_who_says_at_the_door_that_they_have_died_alarms_at_once(knocking, helper):
    knocking.work(TO_ITS_TIME)
    found(knocking, helper, KnockFound.HAS_DIED)
    knocking.work()

    (alert,) = knocking.alerts
    assert (alert.kind, alert.person_id) == (AlertKind.HELP_ASKED, knocking.resident_id)
    assert len(knocking.texts_to(knocking.coordinator_id)) == 1
    (sure,) = [task for task in knocking.call_tasks if task.status is CallTaskStatus.OPEN]
    assert (sure.kind, sure.person_id) == (CallTaskKind.RECORD_DEATH, knocking.resident_id)
    assert sure.due_at - NOW < 3 * TWO_HOURS
    plans = knocking.rows(CheckInPlan)
    assert {plan.paused_from for plan in plans} == {None}, "a person makes sure first"


def test_staff_who_hear_of_a_death_at_the_door_alarm_nobody(knocking, helper):
    knocking.work(TO_ITS_TIME)
    with knocking.database.writing(knocking.scope) as session:
        coordinator = session.get_one(Person, knocking.coordinator_id)
    found(knocking, coordinator, KnockFound.HAS_DIED)
    assert knocking.alerts == []
    kinds = {each.kind for each in knocking.call_tasks if each.status is CallTaskStatus.OPEN}
    assert kinds == {CallTaskKind.RECORD_DEATH}


def test_a_closed_door_at_a_knock_is_left_to_its_ladder(knocking, helper):
    knocking.work(TO_ITS_TIME)
    found(knocking, helper, KnockFound.CARD_LEFT)

    assert {task.status for task in knocking.call_tasks} == {CallTaskStatus.DONE}


def test_who_says_no_to_being_asked_has_nobody_reminded_to_knock(knocking, helper):
    knocking.work(TO_ITS_TIME)
    with knocking.database.writing(knocking.scope) as session:
        resident = session.get_one(Person, knocking.resident_id)
        withdraw_consent(
            session, resident, purpose=ConsentPurpose.CHECK_INS, form=ConsentForm.VOICE,
            by=BY, now=knocking.clock(),
        )  # fmt: skip
    assert the_knock(knocking).status is CallTaskStatus.CANCELLED
    told = len(knocking.texts_to(helper.id))
    knocking.work()
    assert "가지 않으셔도" in knocking.texts_to(helper.id)[-1]
    knocking.work(3 * TWO_HOURS)
    assert len(knocking.texts_to(helper.id)) == told + 1
