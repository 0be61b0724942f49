"""Who is sent to a resident's door: nobody where it could harm, nobody late or for nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind, KnockFound
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind, MessageStatus
from hopecare.domain.look_ins import SkipReason
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.rung_words import rungs_done
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.record_reply import record_reply
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety
from hopecare.services.start_sending import start_sending
from hopecare.services.stop_sending import stop_sending
from hopecare.services.suspend_volunteer import suspend_volunteer
from models import CallTask, CheckInPlan, Person, TimelineEntry, VolunteerProfile
from tests.factories.people import a_phone, a_volunteer
from tests.factories.towns import TODAY
from tests.jobs import test_knocks
from tests.jobs.conftest import BY
from tests.jobs.test_knocks import TO_ITS_TIME, found, notices, the_knock
from tests.jobs.test_ways_of_reaching import a_keyholder

helper, knocking = test_knocks.helper, test_knocks.knocking
A_WEEK = timedelta(days=7)


@pytest.fixture
def keyholder(town):
    with town.database.writing(town.scope) as session:
        person = a_volunteer(session, name="공숲", phone=a_phone())
        a_keyholder(town, session, person)
        return person


def until_silent(town):
    town.work(timedelta(minutes=10))
    for minutes in (31, 90, 2, 30, 30):
        town.work(timedelta(minutes=minutes))


def skips(town):
    entries = [each for each in town.rows(TimelineEntry) if each.kind is EntryKind.RUNG_SKIPPED]
    return [each.facts["reason"] for each in entries]


def no_contact(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        wish = SafetyWish(forbidden=True, note="아무도 찾아가지 말 것")
        set_contact_safety(session, resident, wish, by=BY, now=town.clock())


def profile(session, person):
    return session.scalars(
        select(VolunteerProfile).where(VolunteerProfile.person_id == person.id)
    ).one()


def all_clears(town, person):
    return [
        each
        for each in town.messages
        if each.kind is MessageKind.ALL_CLEAR and each.to_person_id == person.id
    ]


def test_nobody_is_sent_to_a_door_that_could_harm_and_staff_hear_at_once(town, keyholder):
    town.work(timedelta(minutes=10))
    no_contact(town)
    until_silent(town)
    assert town.texts_to(keyholder.id) == []
    assert skips(town) == [SkipReason.VISIT_UNSAFE]
    assert town.slot_status is SlotStatus.SILENT
    assert town.texts_to(town.coordinator_id) != []
    with town.database.reading(town.scope) as session:
        done = rungs_done(session, town.slot.id)
    said = {(each.person_id, each.reason) for rung in done for each in rung.skipped}
    assert said == {(None, SkipReason.VISIT_UNSAFE)}


def do_not_go(town):
    """Whom staff must ring at once, of those who may be on their way."""
    return [
        (call.person_id, call.about_person_id, call.due_at <= town.clock())
        for call in town.rows(CallTask)
        if call.dedup_key.startswith("do_not_go:") and call.status is CallTaskStatus.OPEN
    ]


def test_a_keyholder_who_was_sent_already_is_rung_at_once(town, keyholder):
    until_silent(town)
    assert town.texts_to(keyholder.id) != []
    no_contact(town)
    no_contact(town)
    assert do_not_go(town) == [(keyholder.id, town.resident_id, True)]


def test_a_knock_that_was_asked_for_stands_no_more_and_its_helper_is_rung(knocking, helper):
    town = knocking
    town.work(TO_ITS_TIME)
    assert notices(town, helper) != []
    no_contact(town)
    assert do_not_go(town) == [(helper.id, town.resident_id, True)]
    assert the_knock(town).status is not CallTaskStatus.OPEN
    assert town.slot_status is not SlotStatus.ANSWERED


def test_a_rule_for_one_channel_calls_nobody_back(town, keyholder):
    until_silent(town)
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        wish = SafetyWish(forbidden=True, channel=Channel.SMS)
        set_contact_safety(session, resident, wish, by=BY, now=town.clock())
    assert do_not_go(town) == []


def test_words_that_send_somebody_are_recalled_once_a_visit_could_harm(knocking, helper):
    town = knocking
    with town.database.writing(town.scope) as session:
        stop = stop_sending(
            session, town_id=town.scope.town_id, channel=None, reason="x", by=BY, now=town.clock()
        )
    town.work(TO_ITS_TIME)
    no_contact(town)
    with town.database.writing(town.scope) as session:
        start_sending(session, stop_id=stop.id, reason="x", by=BY, now=town.clock())
    town.work()
    assert notices(town, helper) == []


def test_whoever_is_suspended_is_not_sent_though_they_hold_the_key(town, keyholder):
    with town.database.writing(town.scope) as session:
        suspend_volunteer(
            session, person_id=keyholder.id, is_suspended=True, by=BY, now=town.clock()
        )
    until_silent(town)
    assert town.texts_to(keyholder.id) == []
    assert skips(town) == [SkipReason.SUSPENDED]


def test_whoever_the_resident_refuses_is_not_sent_though_they_hold_the_key(town, keyholder):
    with town.database.writing(town.scope) as session:
        refuse_helper(
            session, resident_id=town.resident_id, helper_id=keyholder.id, by=BY, now=town.clock()
        )
    until_silent(town)
    assert town.texts_to(keyholder.id) == []
    assert skips(town) == [SkipReason.REFUSED]


def test_whoever_holds_the_key_is_asked_though_they_rest(town, keyholder):
    with town.database.writing(town.scope) as session:
        profile(session, keyholder).away_until = TODAY + A_WEEK
    until_silent(town)
    assert town.texts_to(keyholder.id) != []


def test_a_helper_who_rests_owes_no_knock_and_staff_see_that_nobody_does(knocking, helper):
    with knocking.database.writing(knocking.scope) as session:
        profile(session, helper).away_until = TODAY + A_WEEK
    knocking.work(TO_ITS_TIME)
    assert the_knock(knocking).owner_id is None
    assert notices(knocking, helper) == []


def test_a_knock_that_is_called_off_is_asked_of_nobody_after_the_switch(knocking, helper):
    town = knocking
    with town.database.writing(town.scope) as session:
        stop = stop_sending(
            session, town_id=town.scope.town_id, channel=None, reason="x", by=BY, now=town.clock()
        )
    town.work(TO_ITS_TIME)
    rest(town)
    assert the_knock(town).status is CallTaskStatus.CANCELLED
    with town.database.writing(town.scope) as session:
        start_sending(session, stop_id=stop.id, reason="x", by=BY, now=town.clock())
    town.work(timedelta(minutes=1))
    assert (notices(town, helper), all_clears(town, helper)) == ([], [])


def test_words_about_a_knock_never_leave_after_its_hour(knocking, helper):
    town = knocking
    with town.database.writing(town.scope) as session:
        stop = stop_sending(
            session, town_id=town.scope.town_id, channel=None, reason="x", by=BY, now=town.clock()
        )
    town.work(TO_ITS_TIME)
    town.clock.advance(timedelta(hours=2))
    with town.database.writing(town.scope) as session:
        start_sending(session, stop_id=stop.id, reason="x", by=BY, now=town.clock())
    town.work(timedelta(minutes=1))
    assert notices(town, helper) == []
    told = [each for each in town.messages if each.kind is MessageKind.NOTICE and each.slot_id]
    assert [each.status for each in told] == [MessageStatus.EXPIRED]
    assert {task.kind for task in town.call_tasks} == {CallTaskKind.KNOCK}


def rest(town):
    with town.database.writing(town.scope) as session:
        plan = session.scalars(select(CheckInPlan).where(CheckInPlan.ended_at.is_(None))).one()
        pause_check_ins(
            session,
            plan_id=plan.id,
            paused_from=TODAY,
            paused_until=TODAY + A_WEEK,
            by=BY,
            now=town.clock(),
        )


def answer(town):
    with town.database.writing(town.scope) as session:
        record_reply(
            session,
            slot=slot_by_id(session, town.slot.id),
            meaning=ReplyMeaning.FINE,
            from_person_id=town.resident_id,
            by=BY,
            now=town.clock(),
        )


@pytest.mark.parametrize("ends", [rest, answer])
def test_whoever_was_to_knock_hears_that_it_is_not_needed(knocking, helper, ends):
    knocking.work(TO_ITS_TIME)
    knocking.work()
    assert len(notices(knocking, helper)) == 1
    ends(knocking)
    knocking.work()
    assert len(all_clears(knocking, helper)) == 1
    assert all_clears(knocking, helper)[0].status is MessageStatus.ACCEPTED


def test_whoever_knocked_themself_is_told_nothing_more(knocking, helper):
    knocking.work(TO_ITS_TIME)
    knocking.work()
    found(knocking, helper, KnockFound.WELL)
    knocking.work()
    assert all_clears(knocking, helper) == []
