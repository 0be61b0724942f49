"""STOP ends texts, not care: who is told, what is asked meanwhile, and how texts come again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.check_ins import AskingWay
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.domain.replies import TextsStoppedBy
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.queries.ways_to_agree import is_waiting_for_a_way
from hopecare.services.choose_way import choose_way
from hopecare.services.set_texts_wish import set_texts_wish
from models import CheckInPlan, CheckInSlot, ContactPoint, InboundMessage, Person
from tests.factories.cases import a_case, a_need
from tests.factories.desk import a_message
from tests.factories.offers import an_offer
from tests.factories.people import a_contact_point, a_phone, a_volunteer
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_whose_answer import write

AT_TEN_PAST = timedelta(minutes=10)
A_DAY = timedelta(days=1)


@pytest.fixture
def channel_profile():
    return "two-way"


def point_of(town):
    return next(each for each in town.rows(ContactPoint) if each.person_id == town.resident_id)


def open_calls(town, kind):
    tasks = [task for task in town.call_tasks if task.kind.value == kind]
    return [task for task in tasks if task.status.value == "open"]


def waits(town):
    with town.database.reading(AllTowns()) as session:
        plan = session.scalars(select(CheckInPlan).where(CheckInPlan.ended_at.is_(None))).one()
        return is_waiting_for_a_way(session, plan, on=TODAY)


def told_to_staff(town, words):
    deliver(town.tools)
    return [text for text in town.texts_to(town.coordinator_id) if words in text]


def test_the_coordinator_is_told_once_however_often_they_write_it(town):
    for turn in "abc":
        write(town, town.resident_id, "STOP", sid=turn)

    assert point_of(town).opted_out_by is TextsStoppedBy.TEXT
    assert len(open_calls(town, "texts_stopped")) == 1
    assert len(told_to_staff(town, "문자 원하지 않음")) == 1
    assert waits(town)


def test_a_stop_answers_no_open_check_in_and_its_ladder_goes_on(town):
    town.work(AT_TEN_PAST)
    write(town, town.resident_id, "그만")

    assert (town.slot_status, town.slot.answered_at) == (SlotStatus.WAITING, None)
    town.work(timedelta(hours=6))
    assert town.slot.rungs_climbed > 0
    assert town.slot_status is not SlotStatus.ANSWERED


def test_until_a_way_is_agreed_on_every_day_is_a_call_that_is_owed(town):
    write(town, town.resident_id, "STOP")
    town.work(AT_TEN_PAST)
    town.work(A_DAY)

    slots = town.rows(CheckInSlot)
    assert [slot.status for slot in slots] == [SlotStatus.NOT_ASKED] * 2
    owed = {task.slot_id for task in open_calls(town, "not_asked")}
    assert owed == {slot.id for slot in slots}
    assert all(
        task.due_at.date() == task.created_at.date() for task in open_calls(town, "not_asked")
    )
    assert town.texts_to(town.resident_id) == []


def agree(town, way):
    with town.database.writing(town.scope) as session:
        plan = session.scalars(select(CheckInPlan).where(CheckInPlan.ended_at.is_(None))).one()
        return choose_way(session, plan=plan, way=way, by=BY, now=town.clock())


@pytest.mark.parametrize(
    ("way", "rung", "knocks", "slots"),
    [
        (AskingWay.VOICE, 1, 0, [SlotStatus.WAITING]),
        (AskingWay.KNOCK, 0, 1, [SlotStatus.WAITING]),
        (AskingWay.NONE, 0, 0, []),
    ],
)
def test_what_was_agreed_on_is_done_the_next_time(town, way, rung, knocks, slots):
    write(town, town.resident_id, "STOP")
    before = next(plan for plan in town.rows(CheckInPlan))
    chosen = agree(town, way)

    town.work(AT_TEN_PAST)

    assert len(town.calls.sent) == rung
    assert len(open_calls(town, "knock")) == knocks
    found = [slot.status for slot in town.rows(CheckInSlot)]
    assert [status for status in found if status is not SlotStatus.DUE] == slots or knocks
    assert not waits(town)
    assert open_calls(town, "texts_stopped") == []
    kept = ("weekdays", "local_time", "language", "answer_of", "grace_minutes", "asked_person_id")
    assert [getattr(chosen, name) for name in kept] == [getattr(before, name) for name in kept]


def test_nobody_is_not_asked_what_was_about_to_leave(town):
    town.clock.advance(AT_TEN_PAST)
    ask_due_check_ins(town.tools)
    agree(town, AskingWay.NONE)
    town.work(timedelta(hours=6))

    assert town.texts_to(town.resident_id) == []
    assert (town.slot_status, town.slot.rungs_climbed) == (SlotStatus.CANCELLED, 0)
    assert (open_calls(town, "not_asked"), town.alerts) == ([], [])


def test_for_nobody_a_question_that_is_out_climbs_no_ladder_but_is_rung_once(town):
    town.work(AT_TEN_PAST)
    agree(town, AskingWay.NONE)
    town.work(timedelta(hours=6))

    assert len(town.texts_to(town.resident_id)) == 1
    assert (town.slot_status, town.slot.rungs_climbed) == (SlotStatus.CANCELLED, 0)
    (owed,) = open_calls(town, "not_asked")
    assert (owed.person_id, owed.slot_id) == (town.resident_id, town.slot.id)
    assert town.alerts == []


def test_for_nobody_a_knock_that_is_owed_becomes_a_call(town):
    agree(town, AskingWay.KNOCK)
    town.work(AT_TEN_PAST)
    assert len(open_calls(town, "knock")) == 1
    agree(town, AskingWay.NONE)

    assert open_calls(town, "knock") == []
    assert len(open_calls(town, "not_asked")) == 1


def test_for_nobody_who_was_taken_to_be_silent_stays_with_people(town):
    town.work(AT_TEN_PAST)
    for _ in range(8):
        town.work(timedelta(hours=1))
    assert town.slot_status is SlotStatus.SILENT
    agree(town, AskingWay.NONE)

    assert town.slot_status is SlotStatus.SILENT
    assert open_calls(town, "not_asked") == []


def test_texts_come_again_by_a_text_and_staff_hear_of_it(town):
    write(town, town.resident_id, "STOP", sid="a")
    write(town, town.resident_id, "다시", sid="b")

    assert (point_of(town).opted_out_at, point_of(town).opted_out_by) == (None, None)
    assert len(told_to_staff(town, "문자를 다시 받기로")) == 1
    assert open_calls(town, "texts_stopped") == []
    assert not waits(town)


def starts_again(town, *bodies):
    """They stop, start, and say so once more."""
    for sid, body in enumerate(("STOP", "START", *bodies)):
        write(town, town.resident_id, body, sid=str(sid))
    deliver(town.tools)
    return [text for text in town.texts_to(town.resident_id) if "문자를 계속" in text]


@pytest.mark.parametrize("body", ["START", "다시 보내주세요", "Start, please"])
def test_whoever_asks_once_more_for_texts_hears_kindly_that_they_come(town, body):
    (said,) = starts_again(town, body)
    assert "보내" in said
    assert not any(row.needs_review for row in town.rows(InboundMessage))
    assert open_calls(town, "review_reply") == []
    assert point_of(town).opted_out_at is None


def test_however_often_they_ask_it_is_said_once_a_day(town):
    assert len(starts_again(town, "START", "START")) == 1
    town.clock.advance(A_DAY)
    write(town, town.resident_id, "START", sid="next day")
    deliver(town.tools)
    assert len([text for text in town.texts_to(town.resident_id) if "문자를 계속" in text]) == 2
    assert open_calls(town, "review_reply") == []


@pytest.fixture
def shared(town):
    """Somebody with the resident's telephone, who prefers another one and reads English."""
    with town.database.writing(town.scope) as session:
        other = a_volunteer(session, phone=a_phone(), language="en")
        theirs = session.scalars(
            select(ContactPoint).where(ContactPoint.person_id == town.resident_id)
        ).one()
        theirs.is_shared = True
        point = a_contact_point(session, other, phone=theirs.value, is_shared=True)
        return point.id


def answers_to(town, number):
    deliver(town.tools)
    return [
        each.body for each in town.texts.sent
        if each.to == number and ("계속" in each.body or "go on texting" in each.body)
    ]  # fmt: skip


def is_preferred_by(town, point_id, *, here):
    with town.database.writing(town.scope) as session:
        point = session.get_one(ContactPoint, point_id)
        point.is_preferred = here
        own = ContactPoint.person_id == point.person_id
        for other in session.scalars(select(ContactPoint).where(own, ContactPoint.id != point_id)):
            other.is_preferred = not here


@pytest.mark.parametrize("here", [True, False], ids=["both read it there", "one reads elsewhere"])
def test_a_shared_telephone_hears_it_there_and_in_each_language_that_is_read_there(
    town, shared, here
):
    is_preferred_by(town, shared, here=here)
    for sid, body in enumerate(("STOP", "START", "START", "START")):
        write(town, town.resident_id, body, sid=str(sid))
    said = answers_to(town, town.phone_of(town.resident_id))
    assert ["계속" in each for each in sorted(said)] == ([False, True] if here else [True])
    assert len(town.texts.sent) == len(said) + len(told_to_staff(town, "문자"))


def test_more_than_the_wish_is_read_by_a_person(town):
    assert starts_again(town, "START 그런데 화요일은 빼 주세요") == []
    assert len(open_calls(town, "review_reply")) == 1


def test_again_to_a_question_that_stands_open_may_mean_the_question(town):
    starts_again(town)
    town.work(AT_TEN_PAST)
    write(town, town.resident_id, "다시", sid="again")
    assert len(open_calls(town, "review_reply")) == 1


@pytest.mark.parametrize("body", ["다시", "START"])
def test_where_no_texts_were_stopped_again_is_a_word_a_person_reads(town, body):
    town.work(AT_TEN_PAST)
    write(town, town.resident_id, body)
    deliver(town.tools)

    (row,) = town.rows(InboundMessage)
    assert row.needs_review
    assert len(open_calls(town, "review_reply")) == 1
    assert "알아듣지 못" in town.texts_to(town.resident_id)[-1]


@pytest.mark.parametrize("body", ["그만 좀 보내세요", "문자 하지 마세요", "No more, please"])
def test_a_plain_wish_stops_the_texts_that_would_come(town, body):
    town.work(AT_TEN_PAST)
    write(town, town.resident_id, body)
    for _ in range(4):
        town.work(timedelta(minutes=20))
    town.work(A_DAY)

    assert point_of(town).opted_out_by is TextsStoppedBy.TEXT
    assert len(town.texts_to(town.resident_id)) == 1
    assert len(open_calls(town, "texts_stopped")) == 1


def test_what_the_network_stopped_a_text_lets_come_again(town):
    stop_by(town, TextsStoppedBy.NETWORK)
    write(town, town.resident_id, "START")
    assert point_of(town).opted_out_at is None


def test_what_was_stopped_in_a_call_a_person_lets_come_again(town):
    stop_by(town, TextsStoppedBy.STAFF)
    write(town, town.resident_id, "START")

    assert point_of(town).opted_out_at is not None
    (row,) = town.rows(InboundMessage)
    assert row.needs_review
    assert len(open_calls(town, "review_reply")) == 1

    with town.database.writing(town.scope) as session:
        point = session.get_one(ContactPoint, point_of(town).id)
        by = TextsStoppedBy.STAFF
        set_texts_wish(session, point=point, stops=False, asked_by=by, by=BY, now=town.clock())
    assert point_of(town).opted_out_at is None


def stop_by(town, way):
    with town.database.writing(town.scope) as session:
        point = session.get_one(ContactPoint, point_of(town).id)
        set_texts_wish(session, point=point, stops=True, asked_by=way, by=BY, now=town.clock())


def test_a_volunteer_who_wants_no_texts_is_asked_by_telephone(town):
    with town.database.writing(town.scope) as session:
        helper = a_volunteer(session, name="한빛", phone=a_phone())
    write(town, helper.id, "STOP")
    with town.database.writing(town.scope) as session:
        need = a_need(session, case=a_case(session))
        offer = an_offer(session, need=need, helper=session.get_one(type(helper), helper.id))
    deliver(town.tools)

    (asked,) = [each for each in town.messages if each.kind is MessageKind.OFFER]
    assert (asked.offer_id, asked.status) == (offer.id, MessageStatus.HELD)
    assert asked.hold_reason is HoldReason.OPTED_OUT
    (owed,) = open_calls(town, "call_back")
    assert (owed.person_id, owed.words) == (helper.id, asked.body)
    assert len(open_calls(town, "texts_stopped")) == 1


def test_what_our_own_gate_holds_stops_no_other_telephone(town):
    """Tried on one telephone first; that one is theirs no more, and the other takes no texts."""
    with town.database.writing(town.scope) as session:
        first = session.get_one(ContactPoint, point_of(town).id)
        first.valid_until = TODAY
        resident = session.get_one(Person, town.resident_id)
        waits = MessageStatus.PENDING
        told = a_message(session, resident, status=waits, contact_point_id=first.id)
        other = a_contact_point(session, resident, phone=a_phone())
        set_texts_wish(session, point=other, stops=True, by=BY, now=town.clock())
    deliver(town.tools)

    (held,) = [each for each in town.messages if each.id == told.id]
    assert held.hold_reason is HoldReason.OPTED_OUT
    points = {each.id: each.opted_out_by for each in town.rows(ContactPoint)}
    assert (points[first.id], points[other.id]) == (None, TextsStoppedBy.STAFF)
