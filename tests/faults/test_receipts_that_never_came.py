"""The provider's word about a text or call got lost: it is asked, and its word counts the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, MessageStatus, SlotStatus
from hopecare.domain.identity import SystemActor
from hopecare.jobs.ask_for_receipts import BATCH, ask_for_receipts
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from hopecare.jobs.watch_channels import watch_channels
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from models import Alert, CallTask, CheckInSlot, Message, Town
from notifications.routing import networks_of
from tests.blueprints.test_webhooks import Door
from tests.standin.twilio import Away

MINUTE = timedelta(minutes=1)


@pytest.fixture
def door(database, make_app, request):
    """A resident was asked; nothing that the network says about it ever reaches us."""
    made = Door(database, make_app, getattr(request, "param", "two-way"))
    with made.twilio:
        made.twilio.clock = lambda: made.now
        made.ask()
        yield made


voice_door = pytest.mark.parametrize("door", ["kr-twilio"], indirect=True)


def tools(door) -> Tools:
    networks = networks_of(door.app.extensions["hopecare.desk"].settings)
    return Tools(database=door.database, networks=networks, clock=lambda: door.now)


def ask_after(door, time) -> int:
    door.now += time
    return ask_for_receipts(tools(door))


def rows(door, table):
    with door.database.reading(AllTowns()) as session:
        return session.scalars(select(table).order_by(table.id)).all()


def test_a_lost_word_that_it_did_not_arrive_opens_the_same_call(door):
    (text,) = door.twilio.texts
    text.status, text.error_code = "undelivered", 30005

    assert ask_after(door, 9 * MINUTE) == 0, "it may still come by itself"
    assert ask_after(door, 2 * MINUTE) == 1
    assert door.one(Message).status is MessageStatus.UNDELIVERED
    assert door.one(CheckInSlot).status is SlotStatus.NOT_ASKED
    assert [task.kind for task in rows(door, CallTask)] == [CallTaskKind.NOT_ASKED]
    assert door.twilio.report(text, "undelivered", 30005) == 204
    assert len(rows(door, CallTask)) == 1, "the word that comes after all changes nothing"


def test_what_may_pass_is_sent_once_more_as_after_a_callback(door):
    (text,) = door.twilio.texts
    text.status, text.error_code = "undelivered", 30003

    ask_after(door, 11 * MINUTE)
    assert door.one(Message).status is MessageStatus.PENDING
    door.now += 6 * MINUTE
    deliver(tools(door))
    assert len(door.twilio.texts) == 2
    assert rows(door, CallTask) == []


def test_a_text_that_arrived_is_said_to_have_arrived_and_asked_about_no_more(door):
    (text,) = door.twilio.texts
    text.status = "delivered"

    ask_after(door, 11 * MINUTE)
    message = door.one(Message)
    assert (message.status, message.provider_sid) == (MessageStatus.DELIVERED, text.sid)
    assert ask_after(door, timedelta(hours=20)) == 0
    assert door.one(CheckInSlot).status is SlotStatus.WAITING


def test_a_network_that_never_says_that_texts_arrive_is_asked_some_times_a_day(door):
    (text,) = door.twilio.texts
    door.twilio.report(text, "sent")

    for _ in range(48 * 12):
        ask_after(door, 5 * MINUTE)
    assert 4 <= len(door.twilio.fetched) <= 8
    assert door.one(Message).status is MessageStatus.SENT


def test_a_name_the_network_does_not_know_changes_nothing(door):
    door.twilio.taken.clear()

    assert ask_after(door, 11 * MINUTE) == 1
    assert door.one(Message).status is MessageStatus.ACCEPTED
    assert ask_after(door, 5 * MINUTE) == 0


def test_while_the_network_is_away_nobody_counts_as_asked_about(door):
    (text,) = door.twilio.texts
    text.status, text.error_code = "failed", 30005
    door.twilio.away = Away.UNAVAILABLE

    assert ask_after(door, 11 * MINUTE) == 0
    door.twilio.away = None
    assert ask_after(door, 5 * MINUTE) == 1
    assert door.one(Message).status is MessageStatus.FAILED


@voice_door
def test_a_call_nobody_took_counts_as_asked(door):
    (call,) = door.twilio.calls
    call.status = "no-answer"

    ask_after(door, 11 * MINUTE)
    assert door.one(Message).status is MessageStatus.UNDELIVERED
    assert door.one(CheckInSlot).status is SlotStatus.WAITING


def test_words_that_stay_on_this_machine_are_not_asked_about(door):
    with door.database.writing(AllTowns()) as session:
        session.scalars(select(Town)).one().is_demonstration = True

    assert ask_after(door, 11 * MINUTE) == 0
    assert door.twilio.fetched == []


def test_very_many_lost_words_are_found_in_one_run(town):
    many = BATCH + 15
    town.owe(many)
    with town.database.writing(AllTowns()) as session:
        session.scalars(select(Town)).one().is_demonstration = False
    deliver(town.tools)
    for text in town.twilio.texts:
        text.status = "delivered"
    town.clock.advance(11 * MINUTE)

    assert ask_for_receipts(town.tools) == many
    assert town.statuses() == {"delivered": many}
    assert len(town.twilio.fetched) == many


def test_one_the_network_cannot_answer_for_holds_up_no_other_and_the_newest_come_first(town):
    many = BATCH + 15
    town.owe(many)
    with town.database.writing(AllTowns()) as session:
        session.scalars(select(Town)).one().is_demonstration = False
    deliver(town.tools)
    for text in town.twilio.texts:
        text.status = "delivered"
    with town.database.writing(AllTowns()) as session:
        messages = session.scalars(select(Message).order_by(Message.id)).all()
        for message in messages[:15]:
            message.sent_at += 5 * MINUTE
        newest = {message.provider_sid for message in messages[:15]}
        town.twilio.silent_about |= {messages[0].provider_sid, messages[20].provider_sid}
    town.clock.advance(16 * MINUTE)

    assert ask_for_receipts(town.tools) == many - 2
    assert newest <= set(town.twilio.fetched[:BATCH])
    assert len(town.twilio.fetched) == many, "those it is silent about are left alone a while"
    town.twilio.silent_about.clear()
    town.clock.advance(4 * MINUTE)
    assert ask_for_receipts(town.tools) == 0
    town.clock.advance(MINUTE)
    assert ask_for_receipts(town.tools) == 2
    assert town.statuses() == {"delivered": many}


def test_one_it_was_silent_about_is_asked_soon_also_where_its_age_is_asked_seldom(door):
    door.twilio.silent_about.add(door.twilio.texts[0].sid)
    door.twilio.texts[0].status = "delivered"

    assert ask_after(door, timedelta(hours=1, minutes=58)) == 0
    door.twilio.silent_about.clear()
    assert ask_after(door, 5 * MINUTE) == 1


def test_that_nothing_is_told_by_itself_is_still_an_alarm(town):
    town.owe(6)
    with town.database.writing(AllTowns()) as session:
        session.scalars(select(Town)).one().is_demonstration = False
    deliver(town.tools)
    for text in town.twilio.texts:
        text.status = "delivered"
    for _ in range(20):
        town.clock.advance(MINUTE)
        ask_for_receipts(town.tools)
        watch_channels(town.tools)

    assert town.statuses()["delivered"] >= 6
    with town.database.reading(AllTowns()) as session:
        alerts = session.scalars(select(Alert)).all()
        kinds = [(one.kind, one.status) for one in alerts]
    assert kinds == [(AlertKind.CHANNEL_FAILING, AlertStatus.RAISED)]


def test_a_network_that_says_sent_and_never_arrived_is_no_alarm(town):
    """Its callbacks do reach us; being asked in vain afterwards says nothing else about it."""
    town.owe(6)
    with town.database.writing(AllTowns()) as session:
        session.scalars(select(Town)).one().is_demonstration = False
    deliver(town.tools)
    with town.database.writing(AllTowns()) as session:
        for message in session.scalars(select(Message)).all():
            word = DeliveryWord(status=MessageStatus.SENT)
            by = SystemActor(name="a_callback")
            record_delivery(session, message=message, word=word, by=by, now=town.clock())
    for text in town.twilio.texts:
        text.status = "sent"
    for _ in range(25):
        town.clock.advance(MINUTE)
        ask_for_receipts(town.tools)
        watch_channels(town.tools)

    assert len(town.twilio.fetched) == 6
    assert town.statuses() == {"sent": 6}
    assert rows(town, Alert) == []


def test_texts_that_used_to_arrive_and_stay_sent_are_an_alarm(town):
    """Every callback is lost by now, and asked about them the network says no more than sent."""
    town.owe(8)
    with town.database.writing(AllTowns()) as session:
        session.scalars(select(Town)).one().is_demonstration = False
    deliver(town.tools)
    with town.database.writing(AllTowns()) as session:
        for message in session.scalars(select(Message).order_by(Message.id).limit(2)).all():
            word, by = DeliveryWord(status=MessageStatus.DELIVERED), SystemActor(name="a_callback")
            record_delivery(session, message=message, word=word, by=by, now=town.clock())
            message.not_before -= timedelta(days=1)
            message.sent_at = town.clock() - timedelta(days=1)
    for text in town.twilio.texts:
        text.status = "sent"
    for _ in range(25):
        town.clock.advance(MINUTE)
        ask_for_receipts(town.tools)
        watch_channels(town.tools)

    assert town.statuses() == {"delivered": 2, "sent": 6}
    assert [one.kind for one in rows(town, Alert)] == [AlertKind.CHANNEL_FAILING]
