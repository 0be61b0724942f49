"""A send in doubt was repeated: what is told of the older one afterwards sends no third text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.jobs.deliver import deliver
from hopecare.jobs.reconcile import reconcile
from hopecare.jobs.tools import Tools
from models import CallTask, CheckInSlot, Message
from notifications.routing import networks_of
from tests.blueprints.test_webhooks import Door
from tests.standin.twilio import Mood

MINUTE = timedelta(minutes=1)


class Doubtful(Door):
    """The provider took the first text, said an error, and does not list it for a while."""

    def work(self, rounds=1, after=MINUTE * 2):
        for _ in range(rounds):
            self.now += after
            networks = networks_of(self.app.extensions["hopecare.desk"].settings)
            tools = Tools(database=self.database, networks=networks, clock=lambda: self.now)
            reconcile(tools)
            deliver(tools)

    def repeat(self, mood=Mood.WELL):
        """Give the first text, once a second one was handed over in its place."""
        (first,) = self.twilio.texts
        self.twilio.taken.remove(first)
        self.twilio.moods.append(mood)
        self.work(rounds=2)
        assert self.one(Message).attempt == 2
        return first


@pytest.fixture
def door(database, make_app):
    made = Doubtful(database, make_app, "two-way")
    with made.twilio:
        made.twilio.clock = lambda: made.now
        made.twilio.moods.append(Mood.ERROR_AFTER_ACCEPT)
        made.ask()
        assert made.one(Message).status is MessageStatus.UNKNOWN
        yield made


@pytest.mark.parametrize(("word", "code"), [("undelivered", 30003), ("failed", 30005)])
def test_a_loss_of_the_older_one_neither_repeats_nor_ends_the_newer(door, word, code):
    first = door.repeat()
    (second,) = door.twilio.texts
    door.twilio.report(first, word, code)

    message = door.one(Message)
    assert (message.status, message.provider_sid) == (MessageStatus.ACCEPTED, second.sid)
    door.work(rounds=4, after=MINUTE * 6)
    assert door.twilio.texts == [second], "no third text"
    with door.database.reading(AllTowns()) as session:
        assert session.scalars(select(CallTask)).all() == []
    assert door.one(CheckInSlot).status is SlotStatus.WAITING


def test_a_loss_of_the_older_one_leaves_the_newer_in_doubt_to_be_looked_for(door):
    first = door.repeat(Mood.ERROR_AFTER_ACCEPT)
    assert door.one(Message).status is MessageStatus.UNKNOWN
    door.twilio.report(first, "undelivered", 30003)
    assert door.one(Message).status is MessageStatus.UNKNOWN
    door.work()

    (second,) = door.twilio.texts
    message = door.one(Message)
    assert (message.status, message.provider_sid) == (MessageStatus.ACCEPTED, second.sid)


def test_that_the_older_one_arrived_is_news(door):
    first = door.repeat()
    door.twilio.report(first, "delivered")
    assert door.one(Message).status is MessageStatus.DELIVERED


def test_an_older_one_found_on_the_list_as_lost_sends_no_third_text(door):
    """By number and words alone nobody can tell which of the sends the list shows."""
    first = door.repeat(Mood.ERROR_AFTER_ACCEPT)
    first.made_at += 3 * MINUTE  # the provider's clock is ahead
    first.status, first.error_code = "undelivered", 30003
    door.twilio.taken.insert(0, first)
    door.work(rounds=4, after=MINUTE * 6)

    assert len(door.twilio.texts) == 2, "no third text"
    assert door.one(Message).status is MessageStatus.UNDELIVERED
    with door.database.reading(AllTowns()) as session:
        assert len(session.scalars(select(CallTask)).all()) == 1
