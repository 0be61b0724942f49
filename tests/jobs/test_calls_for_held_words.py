"""Calls that are owed because of a stop end once the words have left, and no other call does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MessageStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.later_calls import LaterReason
from hopecare.domain.timeline import EntryKind
from hopecare.jobs.ring_for_all import ring_for_all
from hopecare.queries.held_calls import calls_not_needed
from hopecare.queries.identities import identity_by_code
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.miss_slot import miss_slot
from hopecare.services.put_off_call import Later, put_off_call
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.ring_for_held import ring_for_held
from models import Account, Centre, CheckInSlot, Message, Person, TimelineEntry
from notifications.port import Failure
from tests.factories.people import a_resident
from tests.jobs.conftest import BY
from tests.jobs.test_stopped_town import start, stop, tell
from tests.plugins.pages import count_queries

AT_TEN_PAST, MINUTE = timedelta(minutes=10), timedelta(minutes=1)


def ring_all_held(town):
    with town.database.writing(town.scope) as session:
        held = select(Message).where(Message.status == MessageStatus.PENDING)
        ring_for_held(session, messages=session.scalars(held).all(), by=BY, now=town.clock())


def held_and_owed(town):
    """A question and a notice are held, and a call is owed for each."""
    stop(town)
    town.work(AT_TEN_PAST)
    tell(town, "ours", kind=MessageKind.NOTICE)
    ring_all_held(town)
    assert [each.status for each in town.call_tasks] == [CallTaskStatus.OPEN] * 2


def leaves_again(town):
    start(town)
    town.work(MINUTE)
    ring_for_all(town.tools)


def fates(town):
    return {each.kind: each.status for each in town.call_tasks}


def lost(town, key):
    with town.database.writing(town.scope) as session:
        message = session.scalars(select(Message).where(Message.dedup_key == key)).one()
        word = DeliveryWord(status=MessageStatus.UNDELIVERED, code=Failure.BAD_NUMBER.value)
        record_delivery(session, message=message, word=word, by=BY, now=town.clock())


def test_once_the_words_have_left_the_calls_end_and_the_timeline_says_why(town):
    held_and_owed(town)
    ring_for_all(town.tools)
    assert set(fates(town).values()) == {CallTaskStatus.OPEN}
    leaves_again(town)
    assert set(fates(town).values()) == {CallTaskStatus.CANCELLED}
    dropped = [
        each.facts["because"]
        for each in town.rows(TimelineEntry)
        if each.kind is EntryKind.CALL_TASK_CANCELLED
    ]
    assert dropped == ["words_left"] * 2


def is_made_one(town):
    """Another record of the resident stays, and theirs leads to it."""
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        centre = session.get_one(Centre, resident.centre_id)
        kept = a_resident(session, phone="", centre=centre, consents=())
        wish = MergeWish(
            kept_id=kept.id, other_id=resident.id, versions=(kept.version, resident.version)
        )
        merge_residents(session, wish, by=BY, now=town.clock())


@pytest.mark.both_databases
def test_calls_that_were_owed_before_two_records_were_made_one_end_as_well(town):
    held_and_owed(town)
    start(town)
    town.work(MINUTE)

    def found():
        with town.database.reading(town.scope) as session, count_queries(town.database) as asked:
            ids = calls_not_needed(session, town_id=town.scope.town_id, now=town.clock())
        return sorted(ids), asked.total

    before = found()
    assert len(before[0]) == len(town.call_tasks)
    is_made_one(town)
    assert found() == before
    ring_for_all(town.tools)
    assert set(fates(town).values()) == {CallTaskStatus.CANCELLED}


def test_more_calls_ask_no_more_questions(town):
    def asked():
        with town.database.reading(town.scope) as session, count_queries(town.database) as counted:
            ids = calls_not_needed(session, town_id=town.scope.town_id, now=town.clock())
        return len(ids), counted.total

    held_and_owed(town)
    two = asked()
    for number in range(4):
        tell(town, f"more {number}", kind=MessageKind.NOTICE)
    with town.database.writing(town.scope) as session:
        slot = session.get_one(CheckInSlot, town.slot.id)
        for number in range(3):
            other = a_resident(session, phone="", consents=())
            later = CheckInSlot(
                town_id=slot.town_id, plan_id=slot.plan_id, person_id=other.id,
                due_at=town.clock() + number * MINUTE, status=SlotStatus.WAITING,
            )  # fmt: skip
            session.add(later)
            session.flush()
            miss_slot(session, slot=later, code="failed", by=BY, now=town.clock())
    ring_all_held(town)
    assert len(town.call_tasks) > 5
    assert asked() == two
    leaves_again(town)
    assert CallTaskStatus.CANCELLED in fates(town).values()


def test_a_call_for_a_question_that_was_missed_before_the_stop_stays(town):
    town.work(AT_TEN_PAST)
    with town.database.writing(town.scope) as session:
        slot = session.get_one(CheckInSlot, town.slot.id)
        miss_slot(session, slot=slot, code="failed", by=BY, now=town.clock())
    stop(town)
    tell(town, "ours", kind=MessageKind.NOTICE)
    ring_all_held(town)
    leaves_again(town)
    assert fates(town) == {
        CallTaskKind.NOT_ASKED: CallTaskStatus.OPEN,
        CallTaskKind.CALL_BACK: CallTaskStatus.CANCELLED,
    }


def test_a_call_that_another_check_in_of_the_day_shares_stays(town):
    held_and_owed(town)
    with town.database.writing(town.scope) as session:
        other = CheckInSlot(
            town_id=town.scope.town_id, plan_id=town.plan_id, person_id=town.resident_id,
            due_at=town.clock() - MINUTE, status=SlotStatus.DUE,
        )  # fmt: skip
        session.add(other)
        session.flush()
        miss_slot(session, slot=other, code="failed", by=BY, now=town.clock())
    leaves_again(town)
    assert fates(town)[CallTaskKind.NOT_ASKED] is CallTaskStatus.OPEN


@pytest.mark.parametrize("reason", [LaterReason.NOT_TRIED, LaterReason.NO_ANSWER])
def test_a_call_somebody_has_in_hand_stays(town, reason):
    held_and_owed(town)
    later = Later(at=town.clock() + 30 * MINUTE, reason=reason, knows_late=True)
    with town.database.writing(town.scope) as session:
        whose = select(Account.id).where(Account.person_id == town.coordinator_id)
        code = f"account:{session.scalars(whose).one()}"
        staff = identity_by_code(session, code, now=town.clock())
        for task in town.call_tasks:
            put_off_call(
                session, task_id=task.id, version=task.version, later=later, by=staff,
                now=town.clock(),
            )  # fmt: skip
    leaves_again(town)
    assert set(fates(town).values()) == {CallTaskStatus.OPEN}


def test_words_that_get_lost_after_they_left_owe_the_call_anew(town):
    held_and_owed(town)
    leaves_again(town)
    lost(town, "ours")
    lost(town, f"check_in:{town.slot.id}")
    open_now = [each.kind for each in town.call_tasks if each.status is CallTaskStatus.OPEN]
    assert sorted(open_now) == sorted([CallTaskKind.NOT_ASKED, CallTaskKind.CALL_BACK])


@pytest.mark.parametrize("channel_profile", ["two-way"])
def test_while_one_channel_still_stands_still_its_calls_stay(town):
    stop(town, Channel.SMS)
    town.work(AT_TEN_PAST)
    ring_all_held(town)
    ring_for_all(town.tools)
    assert set(fates(town).values()) == {CallTaskStatus.OPEN}
