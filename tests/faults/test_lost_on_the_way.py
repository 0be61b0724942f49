"""A text that left and got lost: sent again where that may help, told to a person where not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from models import CallTask, CheckInSlot, ContactPoint, Message, MessageEvent
from notifications.routing import networks_of
from tests.blueprints.test_webhooks import Door, charged
from tests.standin.twilio import Mood

PASSING = (30001, 30003, 30008)
FOR_GOOD = (30005, 30006, 30007, None)


@pytest.fixture
def door(database, make_app):
    """A resident who was asked by text; a text costs ten won."""
    made = Door(database, make_app, "two-way")
    with made.twilio:
        made.twilio.clock = lambda: made.now
        made.prices = {"text_part": 10_000_000, "call_minute": 0}
        made.ask()
        yield made


def send(door, after=timedelta(minutes=6)):
    door.now += after
    networks = networks_of(door.app.extensions["hopecare.desk"].settings)
    deliver(Tools(database=door.database, networks=networks, clock=lambda: door.now))


def rows(door, table):
    with door.database.reading(AllTowns()) as session:
        return session.scalars(select(table).order_by(table.id)).all()


@pytest.mark.parametrize("code", PASSING)
def test_what_may_pass_is_sent_once_more_a_while_later_and_arrives(door, code):
    (first,) = door.twilio.texts
    door.twilio.report(first, "undelivered", code)
    assert door.one(Message).status is MessageStatus.PENDING
    send(door, timedelta(minutes=1))
    assert len(door.twilio.texts) == 1, "at once it would only get lost again"

    send(door)
    first, second = door.twilio.texts
    assert second.fields["Body"] == first.fields["Body"]
    door.twilio.report(second, "delivered")
    message = door.one(Message)
    assert (message.status, message.provider_sid) == (MessageStatus.DELIVERED, second.sid)
    assert message.cost_micros == 20_000_000, "both were charged"
    assert door.one(CheckInSlot).status is SlotStatus.WAITING
    assert rows(door, CallTask) == []
    assert "passes_later" in {event.code for event in rows(door, MessageEvent)}


def test_what_the_provider_charged_for_the_lost_send_counts_beside_the_next(door):
    currency = door.one(Message).cost_currency
    (first,) = door.twilio.texts
    charged(door, first, "sent", Price="-30", PriceUnit=currency)
    door.twilio.report(first, "undelivered", 30003)
    send(door)
    second = door.twilio.texts[-1]
    assert door.one(Message).cost_micros == 40_000_000, "what was charged, and our own reckoning"

    for _ in range(2):
        charged(door, second, "delivered", Price="-31", PriceUnit=currency)
    assert door.one(Message).charged_micros == 61_000_000


@pytest.mark.parametrize("code", FOR_GOOD)
def test_what_does_not_pass_goes_to_a_person_at_once(door, code):
    (text,) = door.twilio.texts
    door.twilio.report(text, "undelivered", code)
    send(door)

    assert len(door.twilio.texts) == 1
    assert door.one(Message).status is MessageStatus.UNDELIVERED
    assert door.one(CheckInSlot).status is SlotStatus.NOT_ASKED
    assert len(rows(door, CallTask)) == 1


def test_a_number_that_is_blocked_on_the_way_is_rung_and_nobody_wished_for_it(door):
    (text,) = door.twilio.texts
    door.twilio.report(text, "undelivered", 30004)
    send(door)

    assert {point.opted_out_at for point in rows(door, ContactPoint)} == {None}
    assert [task.kind for task in rows(door, CallTask)] == [CallTaskKind.NOT_ASKED]


def test_after_the_third_loss_a_person_is_told_once(door):
    for _ in range(3):
        door.twilio.report(door.twilio.texts[-1], "undelivered", 30003)
        send(door, timedelta(minutes=16))
        send(door, timedelta(minutes=16))

    assert len(door.twilio.texts) == 3
    assert door.one(Message).status is MessageStatus.UNDELIVERED
    assert len(rows(door, CallTask)) == 1


def test_late_and_doubled_words_about_the_lost_send_change_nothing(door):
    (first,) = door.twilio.texts
    for word, code in (("undelivered", 30003), ("sent", None), ("undelivered", 30003)):
        door.twilio.report(first, word, code)
    assert door.one(Message).status is MessageStatus.PENDING

    send(door)
    for word, code in (("undelivered", 30003), ("sent", None), ("undelivered", 30005)):
        door.twilio.report(first, word, code)
    second = door.twilio.texts[-1]
    message = door.one(Message)
    assert (message.status, message.provider_sid) == (MessageStatus.ACCEPTED, second.sid)
    assert len(door.twilio.texts) == 2
    assert rows(door, CallTask) == []


def test_one_that_arrived_after_all_is_not_sent_again(door):
    (first,) = door.twilio.texts
    door.twilio.report(first, "undelivered", 30008)
    door.twilio.report(first, "delivered")
    send(door)

    assert len(door.twilio.texts) == 1
    assert door.one(Message).status is MessageStatus.DELIVERED


def test_what_would_come_too_late_goes_to_a_person(door):
    (text,) = door.twilio.texts
    door.now = door.one(Message).valid_until - timedelta(minutes=2)
    door.twilio.report(text, "failed", 30003)

    assert door.one(Message).status is MessageStatus.FAILED
    assert len(rows(door, CallTask)) == 1


def test_a_repeat_that_the_provider_did_not_take_at_once_is_paid_for_once(door):
    (first,) = door.twilio.texts
    door.twilio.report(first, "undelivered", 30003)
    door.twilio.moods.extend([Mood.TOO_MANY] * 3)
    for _ in range(5):
        send(door)

    assert len(door.twilio.texts) == 2
    message = door.one(Message)
    assert (message.status, message.attempt) == (MessageStatus.ACCEPTED, 5)
    assert message.cost_micros == 20_000_000, "the one that got lost, and the one that was taken"

    door.twilio.report(door.twilio.texts[-1], "undelivered", 30003)
    send(door, timedelta(minutes=16))
    assert door.one(Message).cost_micros == 30_000_000
