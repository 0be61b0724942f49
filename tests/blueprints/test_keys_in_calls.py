"""Keys in an automated call, pressed wrongly or not at all, as the stand-in plays them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from models import CallTask, CheckInSlot, InboundMessage, Message
from tests.blueprints.test_webhooks import Door


@pytest.fixture
def door(database, make_app):
    made = Door(database, make_app, "kr-twilio")
    with made.twilio:
        made.ask()
        yield made


@pytest.fixture
def call(door):
    """The call that went out, and where its words listen for a key."""
    (taken,) = door.twilio.calls
    status, words = door.twilio.pick_up(taken)
    assert status == 200
    return taken, listens_at(words)


def listens_at(words):
    """Where a key is posted to that is pressed while these words are said."""
    first, *_ = re.findall(r'action="([^"]+)"', words)
    return unescape(first)


def kept(door, table):
    with door.database.reading(AllTowns()) as session:
        return session.scalars(select(table).order_by(table.id)).all()


def reviews(door):
    return [task for task in kept(door, CallTask) if task.kind.value == "review_reply"]


def wrong_key(door, call, key="7"):
    """The first wrong key; gives the words said to it."""
    taken, action = call
    status, words = door.twilio.press(taken, action, key)
    assert status == 200
    return words


def test_after_a_wrong_key_the_question_is_said_once_more(door, call):
    words = wrong_key(door, call)

    assert "한 번 더" in words
    assert "1번" in words
    assert 'language="ko-KR"' in words
    assert words.count("<Gather") == 1
    assert 'actionOnEmptyResult="true"' in words
    assert door.one(CheckInSlot).status is SlotStatus.WAITING
    assert reviews(door) == []


def test_the_second_chance_is_answered_like_the_first(door, call):
    again = listens_at(wrong_key(door, call))
    _status, thanks = door.twilio.press(call[0], again, "1")

    assert "다행이에요" in thanks
    assert door.one(CheckInSlot).status is SlotStatus.ANSWERED
    assert reviews(door) == []


@pytest.mark.parametrize("second", ["7", "9", ""], ids=["the same", "another", "none at all"])
def test_in_vain_twice_a_person_rings(door, call, second):
    again = listens_at(wrong_key(door, call))

    words = [door.twilio.press(call[0], again, second)[1] for _twice_told in range(2)]

    assert all("담당자가 전화드릴게요" in each and "<Gather" not in each for each in words)
    assert door.one(CheckInSlot).status is SlotStatus.WAITING
    rows = kept(door, InboundMessage)
    assert [(row.body, row.needs_review) for row in rows] == [("7", False), (second, True)]
    assert [task.person_id for task in reviews(door)] == [door.resident_id]


def test_a_wrong_key_told_twice_is_still_the_first(door, call):
    assert wrong_key(door, call) == wrong_key(door, call)
    assert len(kept(door, InboundMessage)) == 1


def test_no_key_at_all_is_said_again_once_and_never_counts_as_answered(door, call):
    _status, words = door.twilio.pick_up(call[0])
    assert words.count("<Gather") == 2
    assert "actionOnEmptyResult" not in words

    door.twilio.report_call(call[0], "completed")

    assert door.one(Message).status is MessageStatus.DELIVERED
    slot = door.one(CheckInSlot)
    assert (slot.status, slot.answered_at, slot.answer) == (SlotStatus.WAITING, None, None)
    assert slot.next_rung_at is not None
    assert slot.next_rung_at - door.now < timedelta(hours=3)
    assert kept(door, InboundMessage) == []
