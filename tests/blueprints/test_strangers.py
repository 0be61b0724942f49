"""Numbers nobody knows write to us and ring us; the stand-in counts what they get back."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from threading import Thread

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.strangers import MOST_AN_HOUR, TOLD_AGAIN_AFTER
from hopecare.services.stop_sending import stop_sending
from models import CallTask, CheckInSlot, InboundMessage, Message, Person, Town
from tests.blueprints.test_webhooks import BY, PUBLIC, Door
from tests.factories.desk import a_duty
from tests.factories.people import a_phone, a_staff_account
from tests.factories.towns import a_centre

pytestmark = pytest.mark.both_databases

INBOUND = f"{PUBLIC}/webhooks/twilio/inbound"
CALL_IN = f"{PUBLIC}/webhooks/twilio/call-in"
WITHHELD = "+266696687"
"""How Twilio writes that a caller withheld their number."""


@pytest.fixture
def door(database, make_app):
    made = Door(database, make_app, "two-way")
    with made.twilio:
        made.ask()
        yield made


@pytest.fixture
def rows(door):
    def read(table):
        with door.database.reading(AllTowns()) as session:
            return session.scalars(select(table).order_by(table.id)).all()

    return read


def write(door, sender, body="안녕하세요", **told):
    assert door.twilio.text_in(INBOUND, sender=sender, body=body, **told) == 200


def resident_number(door):
    return door.twilio.texts[0].fields["To"]


def test_a_stranger_is_told_once_whom_to_call_and_a_person_reads_it(door, rows):
    number = a_phone()
    for body in ("누구세요", "여보세요", "윗집이 며칠째 조용해요"):
        write(door, number, body)

    ((sender, words),) = door.twilio.answered
    assert sender == number
    assert "모르는 번호" in words
    assert "119" in words
    assert [row.needs_review for row in rows(InboundMessage)] == [True] * 3
    assert [row.stranger_told_at is not None for row in rows(InboundMessage)] == [
        True,
        False,
        False,
    ]


def test_the_network_asking_again_hears_the_same_and_it_counts_once(door, rows):
    number, sid = a_phone(), "SM" + "a" * 32
    for _ in range(3):
        write(door, number, sid=sid)

    assert len({words for _sender, words in door.twilio.answered}) == 1
    assert len(rows(InboundMessage)) == 1


def test_after_some_months_they_are_told_again(door):
    number = a_phone()
    write(door, number)
    door.now += TOLD_AGAIN_AFTER + timedelta(days=1)
    write(door, number)
    assert len(door.twilio.answered) == 2


def test_whoever_writes_in_english_is_answered_in_english(door):
    write(door, a_phone(), "Hello?")
    assert "We do not know this number" in door.twilio.answered[0][1]


@pytest.mark.parametrize(
    "sender",
    ["15771577", "114", "#31#", "KAKAO", "", "+15005550006"],
    ids=["a short number", "a service", "a code", "a name", "nothing", "ourselves"],
)
def test_machines_and_we_ourselves_get_no_answer(door, sender):
    write(door, sender)
    assert door.twilio.answered == []


def test_somebody_we_know_is_no_stranger(door):
    write(door, resident_number(door), "글쎄요")
    assert door.twilio.answered == []


def test_whoever_wrote_stop_gets_no_answer_then_or_later(door):
    number = a_phone()
    write(door, number, "STOP")
    door.twilio.opted_out.clear()  # the network forgets; we do not
    write(door, number, "글쎄요")
    assert door.twilio.answered == []


def test_a_script_cannot_make_us_send_more_than_the_hours_most(door, rows):
    for _ in range(MOST_AN_HOUR + 5):
        write(door, a_phone())
    assert len(door.twilio.answered) == MOST_AN_HOUR
    assert len(rows(InboundMessage)) == MOST_AN_HOUR + 5

    door.now += timedelta(hours=1, seconds=1)
    write(door, a_phone())
    assert len(door.twilio.answered) == MOST_AN_HOUR + 1


def test_two_texts_of_one_stranger_at_one_moment_are_told_once(door):
    number = a_phone()
    at_once = [Thread(target=write, args=(door, number, f"{turn}")) for turn in "ab"]
    for each in at_once:
        each.start()
    for each in at_once:
        each.join()
    assert len(door.twilio.answered) == 1


def test_an_invented_town_answers_nobody_outside(door):
    with door.database.writing(AllTowns()) as session:
        session.scalars(select(Town)).one().is_demonstration = True
    write(door, a_phone())
    assert door.twilio.answered == []


@pytest.mark.parametrize("channel", [None, Channel.SMS])
def test_a_town_that_has_stopped_its_texts_answers_no_stranger(door, rows, channel):
    number, sid = a_phone(), "SM" + "a" * 32
    write(door, number, sid=sid)
    with door.database.writing(AllTowns()) as session:
        told = {"town_id": door.town_id, "reason": "a wrong text", "by": BY, "now": door.now}
        stop_sending(session, channel=channel, **told)

    write(door, number, sid=sid)
    write(door, a_phone())

    assert len(door.twilio.answered) == 1
    assert [row.stranger_told_at is not None for row in rows(InboundMessage)] == [True, False]


def test_a_stop_of_calls_leaves_the_answer_to_texts(door):
    with door.database.writing(AllTowns()) as session:
        told = {"town_id": door.town_id, "reason": "a wrong call", "by": BY, "now": door.now}
        stop_sending(session, channel=Channel.VOICE, **told)

    write(door, a_phone())

    assert len(door.twilio.answered) == 1


def ring(door, caller, sid="CA" + "b" * 32):
    """Ring our number; gives the words, and where a key is listened for."""
    status, words = door.twilio.ring_in(CALL_IN, caller=caller, sid=sid)
    assert status == 200
    return words, unescape(words.partition('action="')[2].partition('"')[0])


def press(door, caller, action, key, sid="CA" + "b" * 32):
    status, words = door.twilio.press_in(action, key, caller=caller, sid=sid)
    assert status == 200
    return words


def kinds(rows):
    return sorted(task.kind.value for task in rows(CallTask) if task.status.value == "open")


def test_a_stranger_who_rings_hears_the_numbers_in_both_languages(door, rows):
    words, listens = ring(door, a_phone())

    assert 'language="ko-KR"' in words
    assert 'language="en-US"' in words
    assert "119" in words
    assert "1번" in words
    assert listens.startswith(f"{PUBLIC}/webhooks/twilio/call-in-key?iid=")
    (row,) = rows(InboundMessage)
    assert (row.channel, row.body, row.needs_review) == (Channel.VOICE, None, True)
    assert kinds(rows) == ["review_reply"]


def test_a_stranger_who_asks_for_a_call_back_is_marked_so(door, rows):
    caller = a_phone()
    _words, action = ring(door, caller)

    thanks = [press(door, caller, action, "1") for _twice_told in range(2)]

    assert all("당번이 없어서" in each for each in thanks), "nobody is on duty in this town"
    (row,) = rows(InboundMessage)
    assert (row.wants_call, row.needs_review) == (True, True)
    assert kinds(rows) == ["review_reply"]


def test_a_resident_who_asks_for_a_call_back_is_owed_one_call(door, rows):
    caller = resident_number(door)
    words, action = ring(door, caller)
    for _twice_told in range(2):
        press(door, caller, action, "1")

    assert 'language="en-US"' not in words
    (row,) = rows(InboundMessage)
    assert (row.person_id, row.wants_call, row.needs_review) == (door.resident_id, True, False)
    owed = [task for task in rows(CallTask) if task.kind.value == "call_back"]
    assert [task.person_id for task in owed] == [door.resident_id]
    assert kinds(rows) == ["call_back"]


@pytest.mark.parametrize(
    ("begins", "heard", "not_heard"),
    [
        (-1, "다시 전화드릴게요", "당번"),
        (6, "까지 당번이 없어요. 그 뒤에 저희가 전화드릴게요", "다시 전화드릴게요"),
        (None, "문 여는 시간에", "전화드릴게요"),
    ],
)
def test_whoever_asks_for_a_call_back_hears_whether_anybody_is_there(
    door, begins, heard, not_heard
):
    if begins is not None:
        with door.database.writing(TownScope(door.town_id)) as session:
            centre = a_centre(session)
            session.get_one(Person, door.resident_id).centre_id = centre.id
            from_at = door.now + timedelta(hours=begins)
            until_at = from_at + timedelta(hours=8)
            account = a_staff_account(session, centre=centre)
            person = session.get_one(Person, account.person_id)
            a_duty(session, centre, person, from_at=from_at, until_at=until_at)
    caller = resident_number(door)
    _words, action = ring(door, caller)
    words = press(door, caller, action, "1")

    assert heard in words
    assert not_heard not in words
    assert ("119" in words) is (begins != -1)


def test_ringing_us_answers_no_check_in(door, rows):
    caller = resident_number(door)
    _words, action = ring(door, caller)
    press(door, caller, action, "1")

    (slot,) = rows(CheckInSlot)
    assert (slot.status, slot.answered_at) == (SlotStatus.WAITING, None)


@pytest.mark.parametrize("key", ["2", "9", "*"])
def test_another_key_asks_for_nothing(door, rows, key):
    caller = a_phone()
    _words, action = ring(door, caller)
    press(door, caller, action, key)
    assert [row.wants_call for row in rows(InboundMessage)] == [False]


def test_a_call_told_of_twice_is_one_row(door, rows):
    caller = a_phone()
    assert ring(door, caller) == ring(door, caller)
    assert len(rows(InboundMessage)) == 1


def test_ringing_again_and_again_is_one_look_that_is_owed(door, rows):
    caller = a_phone()
    for turn in range(4):
        ring(door, caller, sid=f"CA{turn:032x}")
    assert [row.needs_review for row in rows(InboundMessage)] == [True, False, False, False]
    assert kinds(rows) == ["review_reply"]


@pytest.mark.parametrize("caller", [WITHHELD, "anonymous", ""])
def test_a_withheld_number_hears_whom_to_call_and_is_promised_nothing(door, rows, caller):
    words, _action = ring(door, caller)
    assert "<Gather" not in words
    assert "1번" not in words
    assert len(rows(InboundMessage)) == 1
    assert kinds(rows) == []


@pytest.mark.parametrize("path", ["call-in", "call-in-key", "call-in-key?iid=nobody"])
def test_what_twilio_has_not_signed_is_refused(door, rows, path):
    fields = {"From": a_phone(), "CallSid": "CA" + "c" * 32, "Digits": "1"}
    for headers in ({}, {"X-Twilio-Signature": "bm90IHR3aWxpbw=="}):
        answer = door.app.test_client().post(
            f"/webhooks/twilio/{path}", data=fields, headers=headers
        )
        assert answer.status_code == 403
    assert rows(InboundMessage) == []


def test_no_answer_to_a_stranger_is_a_promise_of_the_outbox(door, rows):
    before = len(rows(Message))
    write(door, a_phone())
    assert len(rows(Message)) == before
