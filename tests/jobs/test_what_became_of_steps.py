"""The page of whoever is silent says of each step what became of its words, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import HoldReason
from hopecare.domain.look_ins import LookInAnswer
from hopecare.services.answer_look_in import answer_look_in
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from models import Account, Message, RungClimbed
from notifications.outbox import stop
from notifications.port import Failure
from tests.factories.people import a_phone, a_volunteer
from tests.jobs.conftest import BY
from tests.jobs.test_ways_of_reaching import a_keyholder, has_only

two_way = pytest.mark.parametrize("channel_profile", ["two-way"])


@pytest.fixture
def staff(town, visitor):
    with town.database.reading(town.scope) as session:
        account = session.scalars(
            select(Account).where(Account.person_id == town.coordinator_id)
        ).one()
    return visitor.sign_in(account)


def fall_silent(town):
    """Asked, asked once more, a keyholder turned to, and who is on duty told."""
    for minutes in (10, 31, 90, 65):
        town.work(timedelta(minutes=minutes))


def becomes(town, to_person_id, status, code=None):
    """Let the network say what became of the last words to somebody."""
    with town.database.writing(town.scope) as session:
        wanted = select(Message).where(Message.to_person_id == to_person_id)
        message = session.scalars(wanted.order_by(Message.created_at.desc())).first()
        word = DeliveryWord(status=status, code=code)
        record_delivery(session, message=message, word=word, by=BY, now=town.clock())


def test_a_call_nobody_picked_up_says_so(town, staff):
    for minutes in (10, 31):
        town.work(timedelta(minutes=minutes))
    becomes(town, town.resident_id, MessageStatus.UNDELIVERED, Failure.NO_ANSWER.value)
    page = staff.get(f"/check-ins/{town.slot.id}").main
    assert "Telephone call: nobody picked up" in page


@two_way
def test_words_that_never_left_say_why(town, staff):
    for minutes in (10, 31):
        town.work(timedelta(minutes=minutes))
    becomes(town, town.resident_id, MessageStatus.HELD, HoldReason.OPTED_OUT.value)
    page = staff.get(f"/check-ins/{town.slot.id}").main
    assert "Text message: not sent. They asked us not to text them any more." in page


@two_way
def test_words_that_left_say_so_and_what_failed_says_why(town, staff):
    with town.database.writing(town.scope) as session:
        keyholder = a_volunteer(session, name="공숲", phone=a_phone())
        a_keyholder(town, session, keyholder)
    fall_silent(town)
    becomes(town, keyholder.id, MessageStatus.FAILED, Failure.BAD_NUMBER.value)
    becomes(town, town.coordinator_id, MessageStatus.DELIVERED)
    for path in (f"/check-ins/{town.slot.id}", f"/alerts/{town.alerts[0].id}"):
        page = staff.get(path).main
        assert "Text message: sent" in page
        assert "Text message: did not arrive. There is no such number." in page
        assert "Text message: arrived" in page


@two_way
def test_what_was_recalled_says_why(town, staff):
    for minutes in (10, 31):
        town.work(timedelta(minutes=minutes))
    with town.database.writing(town.scope) as session:
        (rung,) = session.scalars(select(RungClimbed))
        message = session.scalars(
            select(Message).where(Message.dedup_key == f"check_in:{rung.slot_id}:{rung.position}")
        ).one()
        message.status = MessageStatus.PENDING
        stop(session, message, code="answered", now=town.clock())
    page = staff.get(f"/check-ins/{town.slot.id}").main
    assert "Text message: not sent. They had answered already." in page


def test_a_step_that_found_nobody_and_one_passed_over_are_told_apart(town, staff):
    fall_silent(town)
    page = staff.get(f"/check-ins/{town.slot.id}").main
    assert "Ask the keyholder: nobody could be asked to look in" in page
    assert "there was nobody" not in page
    assert "Tell the coordinator" in page


@pytest.fixture
def keyholder(town):
    with town.database.writing(town.scope) as session:
        person = a_volunteer(session, name="공숲", phone=a_phone())
        a_keyholder(town, session, person)
    return person


def is_seen_well(town, keyholder):
    with town.database.writing(town.scope) as session:
        answer_look_in(
            session, slot_id=town.slot.id, person_id=keyholder.id, way=ReplyWay.SMS,
            answer=LookInAnswer.FOUND_WELL, by=BY, now=town.clock(),
        )  # fmt: skip


@two_way
def test_whoever_looked_in_and_saw_them_well_stands_on_the_board(town, keyholder, visitor, staff):
    for minutes in (10, 31, 90):
        town.work(timedelta(minutes=minutes))
    visitor.clock.at = town.clock()
    said = "Seen well by 공숲, Mon 23 Nov, 12:11 pm. By the plan their own answer still counts."
    assert said not in staff.get("/check-ins").main
    is_seen_well(town, keyholder)
    assert town.slot_status is SlotStatus.SILENT
    for path in ("/check-ins", f"/check-ins/{town.slot.id}"):
        assert said in staff.get(path).main
        assert "Ring them, to hear it from themselves" in staff.get(path).main


@two_way
def test_once_it_is_settled_no_answer_is_awaited_any_more(town, keyholder, staff):
    for minutes in (10, 31, 90):
        town.work(timedelta(minutes=minutes))
    is_seen_well(town, keyholder)
    path = f"/check-ins/{town.slot.id}"
    staff.post(f"{path}/clear", {"ended_by": "all_clear"}, on=path)
    page = staff.get(path).main
    assert "Seen well by 공숲" in page
    assert "still counts" not in page


@two_way
def test_a_landline_that_is_rung_instead_of_texted_says_both_ways(town, staff):
    has_only(town)
    town.work(timedelta(minutes=10))
    for path in ("/check-ins", f"/check-ins/{town.slot.id}"):
        assert "Telephone call (by the plan: Text message)" in staff.get(path).main


@two_way
def test_the_way_of_the_plan_is_said_once_and_what_became_of_the_question_beside_it(town, staff):
    town.work(timedelta(minutes=10))
    becomes(town, town.resident_id, MessageStatus.FAILED, Failure.BAD_NUMBER.value)
    page = staff.get(f"/check-ins/{town.slot.id}").main
    assert "by the plan" not in page
    assert "Text message: did not arrive. There is no such number." in page
