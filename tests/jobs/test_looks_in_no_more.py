"""Whoever was asked to look in and may no more: no word leaves for them, and they are rung."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import Step, steps_written
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.services.end_other_contact import end_other_contact
from hopecare.services.finish_task import finish_task
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from hopecare.services.withdraw_consent import withdraw_consent
from models import CallTask, CheckInPlan, OtherContact, Person
from tests.factories.cases import a_case, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_consent, a_phone, a_volunteer
from tests.factories.towns import TODAY
from tests.jobs import test_look_ins
from tests.jobs.conftest import BY
from tests.jobs.test_look_ins import asked, calls_to
from tests.jobs.test_ways_of_reaching import a_keyholder

keyholders = test_look_ins.keyholders
MINUTE = timedelta(minutes=1)


def until_asked(town):
    for minutes in (10, 31, 90):
        town.work(minutes * MINUTE)


def removed(town, person):
    with town.database.writing(town.scope) as session:
        held = select(OtherContact).where(OtherContact.person_id == person.id)
        resident = session.get_one(Person, town.resident_id)
        for contact in session.scalars(held).all():
            end_other_contact(session, resident, contact.id, by=BY, now=town.clock())


def consent_withdrawn(town, _person):
    with town.database.writing(town.scope) as session:
        withdraw_consent(
            session,
            session.get_one(Person, town.resident_id),
            purpose=ConsentPurpose.KEYHOLDER,
            form=ConsentForm.VOICE,
            by=BY,
            now=town.clock(),
        )


def called_off(town):
    return [
        (call.person_id, call.about_person_id)
        for call in town.call_tasks
        if call.dedup_key.startswith("do_not_go:") and call.status is CallTaskStatus.OPEN
    ]


ENDS = pytest.mark.parametrize("ends", [removed, consent_withdrawn])


@ENDS
def test_a_keyholder_who_is_none_any_more_is_rung_by_no_machine(town, keyholders, ends):
    first, _ = keyholders
    until_asked(town)
    assert len(asked(town, first)) == 1
    ends(town, first)
    town.work(2 * MINUTE)
    assert calls_to(town, first) == []


@ENDS
def test_a_keyholder_who_may_be_on_the_way_is_called_back_by_a_person(town, keyholders, ends):
    first, _ = keyholders
    until_asked(town)
    ends(town, first)
    assert called_off(town) == [(first.id, town.resident_id)]


def test_where_one_keyholder_is_removed_the_next_is_asked_at_once(town, keyholders):
    first, second = keyholders
    until_asked(town)
    removed(town, first)
    town.work(MINUTE)
    assert len(asked(town, second)) == 1


def test_whoever_died_is_not_to_be_rung_off_a_door_nor_once_it_was_a_mistake(town, keyholders):
    first, second = keyholders
    until_asked(town)
    with town.database.writing(town.scope) as session:
        record_death(session, person_id=first.id, died_on=TODAY, by=BY, now=town.clock())
    assert [call for call in town.call_tasks if call.dedup_key.startswith("do_not_go:")] == []
    town.work(MINUTE)
    assert len(asked(town, second)) == 1
    town.clock.advance(timedelta(days=2))
    with town.database.writing(town.scope) as session:
        undo_death(session, person_id=first.id, by=BY, now=town.clock())
    assert called_off(town) == []


@pytest.mark.parametrize(
    ("later", "is_owed"), [(timedelta(hours=1), True), (timedelta(days=2), False)]
)
def test_a_call_off_that_was_owed_before_their_death_is_owed_again_only_while_they_may_be_going(
    town, keyholders, later, is_owed
):
    first, _ = keyholders
    until_asked(town)
    removed(town, first)
    owed = called_off(town)
    assert owed == [(first.id, town.resident_id)]
    with town.database.writing(town.scope) as session:
        record_death(session, person_id=first.id, died_on=TODAY, by=BY, now=town.clock())
    assert called_off(town) == []
    town.clock.advance(later)
    with town.database.writing(town.scope) as session:
        record = undo_death(session, person_id=first.id, by=BY, now=town.clock())
        told = [
            session.get_one(CallTask, UUID(each)) for each in record.stopped["calls_after_undoing"]
        ]
    assert called_off(town) == (owed if is_owed else [])
    assert first.id in {each.person_id for each in told}, "somebody rings them anyhow"


def test_words_under_way_meet_that_they_hold_no_key_any_more(town, keyholders):
    first, _ = keyholders
    for minutes in (10, 31):
        town.work(minutes * MINUTE)
    town.clock.advance(90 * MINUTE)
    climb_ladders(town.tools)
    with town.database.writing(town.scope) as session:
        contact = session.scalars(
            select(OtherContact).where(OtherContact.person_id == first.id)
        ).one()
        contact.until_on = town.clock().date()
    town.work()
    words = [each for each in town.messages if each.to_person_id == first.id]
    assert words
    assert asked(town, first) == []
    assert all(each.status is not MessageStatus.SENT for each in words)


def test_whoever_was_not_asked_is_not_called_back(town, keyholders):
    _, second = keyholders
    until_asked(town)
    removed(town, second)
    assert called_off(town) == []


def test_a_keyholder_written_down_twice_looks_in_still(town, keyholders):
    first, _ = keyholders
    with town.database.writing(town.scope) as session:
        a_keyholder(town, session, session.get_one(Person, first.id), position=3)
    until_asked(town)
    with town.database.writing(town.scope) as session:
        held = select(OtherContact).where(
            OtherContact.person_id == first.id, OtherContact.position == 1
        )
        contact = session.scalars(held).one()
        resident = session.get_one(Person, town.resident_id)
        end_other_contact(session, resident, contact.id, by=BY, now=town.clock())
    town.work(2 * MINUTE)
    assert called_off(town) == []
    assert len(calls_to(town, first)) == 1


@pytest.fixture
def helping(town):
    """A helper whom the ladder asks; the resident agrees to keyholders as well."""
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        need = a_need(session, case=a_case(session, resident=resident))
        helper = a_volunteer(session, name="도우미", phone=a_phone())
        task = a_task(session, need, helper)
        a_consent(session, resident, ConsentPurpose.KEYHOLDER)
        a_consent(session, resident, ConsentPurpose.PEER_HELP)
        plan = session.get_one(CheckInPlan, town.plan_id)
        steps = (
            Step(rung=Rung.HELPER, after=30 * MINUTE),
            Step(rung=Rung.COORDINATOR, after=90 * MINUTE),
        )
        plan.ladder, plan.steps = "own", steps_written(steps)
        return helper, task.id


def test_a_helper_who_handed_the_task_back_is_sent_nowhere(town, helping):
    helper, task_id = helping
    for minutes in (10, 31):
        town.work(minutes * MINUTE)
    assert len(asked(town, helper)) == 1
    with town.database.writing(town.scope) as session:
        hand_back_task(session, task_id=task_id, reason=None, by=BY, now=town.clock())
    assert called_off(town) == [(helper.id, town.resident_id)]
    town.work(3 * MINUTE)
    assert calls_to(town, helper) == []
    assert len(town.alerts) == 1, "the next step comes at once"


def test_a_helper_who_has_done_what_they_came_for_is_not_called_off(town, helping):
    helper, task_id = helping
    for minutes in (10, 31):
        town.work(minutes * MINUTE)
    assert len(asked(town, helper)) == 1
    with town.database.writing(town.scope) as session:
        finish_task(session, task_id=task_id, by=BY, now=town.clock())
    assert called_off(town) == []


def test_after_a_death_a_helper_on_the_way_is_rung_about_that_alone(town, helping):
    helper, _ = helping
    for minutes in (10, 31):
        town.work(minutes * MINUTE)
    with town.database.writing(town.scope) as session:
        dies = {"person_id": town.resident_id, "died_on": TODAY}
        record_death(session, **dies, by=BY, now=town.clock())
    assert called_off(town) == []
    calls = [call.kind for call in town.call_tasks if call.person_id == helper.id]
    assert calls == [CallTaskKind.HELPER_AFTER_DEATH]


def test_a_helper_who_holds_the_key_as_well_looks_in_still(town, helping):
    helper, task_id = helping
    with town.database.writing(town.scope) as session:
        a_keyholder(town, session, session.get_one(Person, helper.id))
    for minutes in (10, 31):
        town.work(minutes * MINUTE)
    with town.database.writing(town.scope) as session:
        hand_back_task(session, task_id=task_id, reason=None, by=BY, now=town.clock())
    town.work(3 * MINUTE)
    assert called_off(town) == []
    assert len(calls_to(town, helper)) == 1


def test_until_then_the_call_follows_the_text(town, keyholders):
    first, _ = keyholders
    until_asked(town)
    town.work(2 * MINUTE)
    (call,) = [
        m for m in town.messages if m.channel is Channel.VOICE and m.to_person_id == first.id
    ]
    assert call.status is not MessageStatus.STOPPED
    assert len(calls_to(town, first)) == 1


def test_the_worker_asks_nobody_twice(town, keyholders):
    first, _ = keyholders
    until_asked(town)
    removed(town, first)
    for job in (ask_due_check_ins, climb_ladders):
        job(town.tools)
    removed(town, first)
    assert called_off(town) == [(first.id, town.resident_id)]
