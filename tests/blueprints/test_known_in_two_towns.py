"""A telephone that two towns know: neither hears by its age alone what is written from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from hopecare.database import AllTowns, TownScope
from hopecare.domain.care_path import SlotStatus
from hopecare.jobs.sweep_inbound import sweep_inbound
from hopecare.jobs.tools import Tools
from models import Alert, CallTask, CheckInSlot, ContactPoint, InboundMessage
from notifications.routing import networks_of
from tests.blueprints.test_webhooks import PUBLIC, Door
from tests.factories.people import a_contact_point, a_resident
from tests.factories.towns import a_town

LONG = timedelta(days=10)


class TwoTowns(Door):
    """The older town knows the telephone; the newer knows it too and has asked lately."""

    def settle(self, older):
        """Let the resident of the newer town have a telephone the older knows as well."""
        self.older_id = older
        with self.database.writing(AllTowns()) as session:
            point = session.scalars(
                select(ContactPoint).where(ContactPoint.person_id == self.resident_id)
            ).one()
            self.number = point.value
        with self.database.writing(TownScope(older)) as session:
            neighbour = a_resident(session, name="박두루")
            a_contact_point(session, neighbour, phone=self.number)

    def write(self, body, *, after=timedelta(minutes=1), sid=None):
        self.now += after
        url = f"{PUBLIC}/webhooks/twilio/inbound"
        assert self.twilio.text_in(url, sender=self.number, body=body, sid=sid) == 200

    def of(self, table, town_id):
        with self.database.reading(TownScope(town_id)) as session:
            return session.scalars(select(table)).all()

    def counts(self, table):
        return len(self.of(table, self.older_id)), len(self.of(table, self.town_id))


@pytest.fixture
def door(database, make_app):
    made, older = TwoTowns(database, make_app, "two-way"), uuid7()
    with database.writing(TownScope(older)) as session:
        a_town(session, channel_profile="two-way").is_demonstration = False
    with made.twilio:
        made.ask()
        made.settle(older)
        yield made


def test_an_answer_reaches_the_town_that_asked_though_the_other_is_older(door):
    door.write("1")

    assert door.counts(InboundMessage) == (0, 1)
    (slot,) = door.of(CheckInSlot, door.town_id)
    assert slot.status is SlotStatus.ANSWERED


def test_a_call_for_help_long_after_alarms_both_once(door):
    for _ in range(2):
        door.write("도와주세요 넘어졌어요", after=LONG, sid="SM" + "a" * 32)

    assert door.counts(InboundMessage) == (1, 1)
    assert door.counts(Alert) == (1, 1)


def test_other_words_long_after_are_read_by_the_town_that_wrote_last(door):
    door.write("1", after=LONG)

    assert door.counts(InboundMessage) == (0, 1)
    (row,) = door.of(InboundMessage, door.town_id)
    assert row.needs_review
    (slot,) = door.of(CheckInSlot, door.town_id)
    assert slot.status is not SlotStatus.ANSWERED
    assert [task.kind.value for task in door.of(CallTask, door.town_id)] == ["review_reply"]


def test_a_stop_is_heard_in_both(door):
    door.write("STOP")

    for town_id in (door.older_id, door.town_id):
        stopped = [each.opted_out_at for each in door.of(ContactPoint, town_id)]
        assert door.now in stopped


def test_what_no_webhook_told_of_is_heard_in_the_same_towns(door):
    door.now += LONG
    door.twilio.text_in(
        None, sender=door.number, body="살려주세요", at=door.now - timedelta(minutes=2)
    )
    settings = door.app.extensions["hopecare.desk"].settings
    tools = Tools(database=door.database, networks=networks_of(settings), clock=lambda: door.now)

    assert sweep_inbound(tools) == 1
    assert sweep_inbound(tools) == 0
    assert door.counts(Alert) == (1, 1)


def test_a_call_to_our_number_is_heard_by_the_town_that_wrote_last(door):
    fields = {"CallSid": "CA" + "1" * 32, "From": door.number, "To": door.twilio.number}
    status, _ = door.twilio.call_back(f"{PUBLIC}/webhooks/twilio/call-in", fields)

    assert status == 200
    assert door.counts(InboundMessage) == (0, 1)
