"""However it becomes known how a resident is: nobody more is sent, and all hear that it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind, Learnt
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, SlotStatus
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.ladders import steps_written
from hopecare.errors import InvalidInputError
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.services.end_alert import end_alert
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.follow_alarm_end import follow_alarm_end
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.record_death import record_death
from hopecare.services.rest_plan import rest_plan
from hopecare.services.withdraw_consent import withdraw_consent
from models import Account, Alert, CheckInPlan, Person
from tests.domain.test_ladders import ladder
from tests.factories.people import a_phone, a_volunteer, an_identity
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_ways_of_reaching import a_keyholder
from tests.jobs.test_whose_answer import write

SOON = timedelta(minutes=11)


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture
def keyholders(town):
    """Two who look in one after the other, and then the coordinator."""
    people = []
    with town.database.writing(town.scope) as session:
        for position, name in enumerate(("한빛", "노을"), 1):
            person = a_volunteer(session, name=name, phone=a_phone())
            a_keyholder(town, session, person, position=position)
            people.append(person)
    return people


def climbs(town, *steps):
    with town.database.writing(town.scope) as session:
        session.get_one(CheckInPlan, town.plan_id).steps = steps_written(ladder(*steps))


def until_staff_know(town):
    climbs(town, ("keyholder", 10), ("coordinator", 20))
    for step in (timedelta(minutes=10), SOON, SOON, timedelta()):
        town.work(step)
    assert [each.kind for each in town.alerts] == [AlertKind.SILENCE]


def until_somebody_is_sent(town):
    climbs(town, ("keyholder", 10), ("keyholder", 30), ("coordinator", 60))
    for step in (timedelta(minutes=10), SOON, timedelta()):
        town.work(step)
    assert town.slot_status == SlotStatus.SILENT


def hours(town, number=2):
    for _ in range(number * 3):
        town.work(timedelta(minutes=20))
        pass_alerts_on(town.tools)
        town.work()


def end(town, how):
    with town.database.writing(town.scope) as session:
        alert_id = session.scalars(select(Alert.id)).one()
        end_alert(session, alert_id=alert_id, ended_by=how, note="구급대", by=BY, now=town.clock())
    town.work()


def said(town, person_id, kind):
    found = [each for each in town.messages if each.kind is kind]
    return [each.body for each in found if each.to_person_id == person_id]


def owed(town, kind):
    return [each for each in town.call_tasks if each.kind is kind]


@pytest.mark.parametrize(
    "how",
    [
        AlertEnd.IN_HOSPITAL,
        AlertEnd.HELPED,
        AlertEnd.NOT_NEEDED,
        AlertEnd.EMERGENCY_SERVICES,
    ],
)
def test_whoever_was_alarmed_hears_that_it_is_over_and_not_why(town, keyholders, how):
    until_staff_know(town)
    end(town, how)
    (to_the_door,) = said(town, keyholders[0].id, MessageKind.ALL_CLEAR)
    (to_staff,) = said(town, town.coordinator_id, MessageKind.ALL_CLEAR)
    assert "가지 않으셔도" in to_the_door
    assert "끝났습니다" in to_staff
    assert "병원" not in to_the_door + to_staff
    assert said(town, keyholders[1].id, MessageKind.ALL_CLEAR) == []


def test_whoever_ends_it_is_not_texted_what_they_know(town, keyholders):
    until_staff_know(town)
    with town.database.writing(town.scope) as session:
        account = session.scalars(
            select(Account).where(Account.person_id == town.coordinator_id)
        ).one()
        alert_id = session.scalars(select(Alert.id)).one()
        end_alert(
            session, alert_id=alert_id, ended_by=AlertEnd.HELPED, note=None,
            by=an_identity(session, account), now=town.clock(),
        )  # fmt: skip
    assert said(town, keyholders[0].id, MessageKind.ALL_CLEAR)
    assert said(town, town.coordinator_id, MessageKind.ALL_CLEAR) == []


def test_who_went_to_somebody_who_has_died_is_rung_at_once(town, keyholders):
    until_staff_know(town)
    end(town, AlertEnd.HAS_DIED)
    (call,) = owed(town, CallTaskKind.CALL_BACK)
    assert (call.person_id, call.due_at) == (keyholders[0].id, town.clock())
    assert said(town, keyholders[0].id, MessageKind.ALL_CLEAR) == []
    assert said(town, town.coordinator_id, MessageKind.ALL_CLEAR)


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        (AlertEnd.IN_HOSPITAL, CallTaskKind.AFTER_HOSPITAL),
        (AlertEnd.HAS_DIED, CallTaskKind.RECORD_DEATH),
    ],
)
def test_what_staff_learn_by_an_alarm_has_its_next_step_and_nobody_asks(
    town, keyholders, how, kind
):
    until_staff_know(town)
    end(town, how)
    (call,) = owed(town, kind)
    assert call.status is CallTaskStatus.OPEN
    asked = len(said(town, town.resident_id, MessageKind.CHECK_IN))
    for _ in range(3):
        town.work(timedelta(days=1))
        town.work()
    assert len(said(town, town.resident_id, MessageKind.CHECK_IN)) == asked


def test_a_second_word_of_a_death_on_one_day_is_owed_its_own_call(town, keyholders):
    """Else nobody asks them any more, and nobody is to make sure."""
    until_staff_know(town)
    end(town, AlertEnd.HAS_DIED)
    with town.database.writing(town.scope) as session:
        (first,) = owed(town, CallTaskKind.RECORD_DEATH)
        spoke = CallOutcome.SPOKE
        finish_call_task(session, task_id=first.id, outcome=spoke, by=BY, now=town.clock())
        follow_alarm_end(
            session, town.resident_id, ended_by=AlertEnd.HAS_DIED, by=BY, now=town.clock()
        )
    calls = owed(town, CallTaskKind.RECORD_DEATH)
    assert sorted(each.status for each in calls) == [CallTaskStatus.DONE, CallTaskStatus.OPEN]


def test_after_a_stay_in_hospital_they_are_asked_again(town, keyholders):
    until_staff_know(town)
    end(town, AlertEnd.IN_HOSPITAL)
    asked = len(said(town, town.resident_id, MessageKind.CHECK_IN))
    for _ in range(9):
        town.work(timedelta(days=1))
        town.work()
    assert len(said(town, town.resident_id, MessageKind.CHECK_IN)) > asked


def test_a_death_ends_the_alarm_that_goes_round(town, keyholders):
    until_staff_know(town)
    with town.database.writing(town.scope) as session:
        record = record_death(
            session, person_id=town.resident_id, died_on=TODAY, by=BY, now=town.clock()
        )
    assert len(record.stopped["alerts"]) == 1
    alarms = len([each for each in town.messages if each.kind is MessageKind.ALERT])
    hours(town)
    (alert,) = town.alerts
    assert (alert.status, alert.ended_by) == (AlertStatus.RESOLVED, AlertEnd.HAS_DIED)
    assert len([each for each in town.messages if each.kind is MessageKind.ALERT]) == alarms
    (over,) = said(town, town.coordinator_id, MessageKind.ALL_CLEAR)
    assert town.texts_to(town.coordinator_id)[-1] == over  # it leaves, and not only its row stands


def test_a_death_has_whoever_is_on_the_way_rung_at_once(town, keyholders):
    until_somebody_is_sent(town)
    at = town.clock()
    with town.database.writing(town.scope) as session:
        record_death(session, person_id=town.resident_id, died_on=TODAY, by=BY, now=at)
    due = {each.person_id: each.due_at for each in owed(town, CallTaskKind.HELPER_AFTER_DEATH)}
    assert due[keyholders[0].id] == at
    assert due[keyholders[1].id] == at + timedelta(hours=4)


def lies_in_hospital(town):
    with town.database.writing(town.scope) as session:
        rest_plan(
            session,
            town.resident_id,
            until=town.clock() + timedelta(days=7),
            learnt=Learnt(AlertEnd.IN_HOSPITAL),
            by=BY,
            now=town.clock(),
        )


def pause(town):
    with town.database.writing(town.scope) as session:
        pause_check_ins(
            session,
            plan_id=town.plan_id,
            paused_from=TODAY,
            paused_until=TODAY + timedelta(days=7),
            by=BY,
            now=town.clock(),
        )


def withdraw(town, purpose=ConsentPurpose.CHECK_INS):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        withdraw_consent(
            session, resident, purpose=purpose, form=ConsentForm.VOICE, by=BY, now=town.clock()
        )


def sent(town):
    """Who was asked to look in, or alarmed."""
    return {each.to_person_id for each in town.messages if each.kind is MessageKind.ALERT}


def test_who_lies_in_hospital_is_looked_for_no_further(town, keyholders):
    until_somebody_is_sent(town)
    lies_in_hospital(town)
    hours(town)
    assert sent(town) == {keyholders[0].id}
    assert town.alerts == []
    assert town.slot_status == SlotStatus.KNOWN
    assert said(town, keyholders[0].id, MessageKind.ALL_CLEAR)


@pytest.mark.parametrize("stop", [pause, withdraw])
def test_whose_asking_stops_while_they_are_silent_is_rung_and_nobody_more_is_sent(
    town, keyholders, stop
):
    until_somebody_is_sent(town)
    at = town.clock()
    stop(town)
    hours(town)
    assert sent(town) == {keyholders[0].id}
    (call,) = owed(town, CallTaskKind.NOT_ASKED)
    assert call.due_at == at
    assert town.slot_status == SlotStatus.SILENT


@pytest.mark.parametrize("purpose", [ConsentPurpose.CHECK_INS, ConsentPurpose.KEEP_RECORD])
def test_who_says_no_while_a_question_is_out_brings_nobody_to_the_door(town, keyholders, purpose):
    climbs(town, ("repeat", 10), ("keyholder", 30), ("coordinator", 60))
    town.work(timedelta(minutes=10))
    town.work(SOON)
    withdraw(town, purpose)
    hours(town)
    assert sent(town) == set()
    assert town.slot_status == SlotStatus.CANCELLED
    assert len(owed(town, CallTaskKind.NOT_ASKED)) == 1


def test_an_answer_that_asks_for_help_ends_the_alarm_of_silence(town, keyholders):
    until_staff_know(town)
    write(town, town.resident_id, "2")
    silence, help_asked = sorted(town.alerts, key=lambda each: each.raised_at)
    assert (silence.status, silence.ended_by) == (AlertStatus.RESOLVED, AlertEnd.ANSWERED)
    assert (help_asked.kind, help_asked.status) == (AlertKind.HELP_ASKED, AlertStatus.RAISED)
    silent = {each.id for each in town.messages if each.alert_id == silence.id}
    hours(town)
    assert {each.id for each in town.messages if each.alert_id == silence.id} == silent


def test_nobody_of_staff_ends_an_alarm_by_an_answer_nobody_gave(town, keyholders):
    until_staff_know(town)
    with pytest.raises(InvalidInputError):
        end(town, AlertEnd.ANSWERED)


@pytest.mark.parametrize("how", [AlertEnd.IN_HOSPITAL, AlertEnd.HAS_DIED])
def test_a_second_end_of_an_alarm_changes_nothing(town, keyholders, how):
    until_staff_know(town)
    end(town, AlertEnd.ALL_CLEAR)
    before = len(town.call_tasks)
    end(town, how)
    (alert,) = town.alerts
    assert (alert.ended_by, town.slot_status) == (AlertEnd.ALL_CLEAR, SlotStatus.CLEARED)
    assert len(town.call_tasks) == before
    with town.database.reading(town.scope) as session:
        assert session.get_one(CheckInPlan, town.plan_id).paused_from is None
