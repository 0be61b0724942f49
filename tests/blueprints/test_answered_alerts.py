"""Staff answer an alert through the network's own doors: a text, or a key in a call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.database import TownScope
from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.roles import Role
from hopecare.jobs.deliver import deliver
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.jobs.tools import Tools
from hopecare.services.raise_alert import Cause, raise_alert
from models import Alert, InboundMessage, Person
from notifications.routing import networks_of
from tests.blueprints.test_webhooks import BY, PUBLIC, Door
from tests.factories.people import a_contact_point, a_staff_account


class StaffDoor(Door):
    """The same door; a coordinator was texted about a call for help."""

    def tools(self):
        settings = self.app.extensions["hopecare.desk"].settings
        return Tools(database=self.database, networks=networks_of(settings), clock=lambda: self.now)

    def alarm(self):
        with self.database.writing(TownScope(self.town_id)) as session:
            resident = session.get_one(Person, self.resident_id)
            account = a_staff_account(session, roles=(Role.COORDINATOR,), town_id=self.town_id)
            staff = session.get_one(Person, account.person_id)
            self.staff_id = staff.id
            self.number = a_contact_point(session, staff).value
            cause = Cause(dedup_key="help:1", person_id=resident.id)
            raise_alert(
                session,
                town_id=self.town_id,
                kind=AlertKind.HELP_ASKED,
                cause=cause,
                by=BY,
                now=self.now,
            )
        deliver(self.tools())

    def staff_write(self, body):
        """They write, a minute later, and what is due leaves; gives their new texts."""
        before = len(self.to_staff(self.twilio.texts))
        self.now += timedelta(minutes=1)
        url = f"{PUBLIC}/webhooks/twilio/inbound"
        assert self.twilio.text_in(url, sender=self.number, body=body) == 200
        deliver(self.tools())
        return [each.fields["Body"] for each in self.to_staff(self.twilio.texts)[before:]]

    def to_staff(self, sent):
        return [each for each in sent if each.fields["To"] == self.number]


@pytest.fixture
def door(database, make_app, request):
    made = StaffDoor(database, make_app, getattr(request, "param", "two-way"))
    with made.twilio:
        made.ask()
        made.alarm()
        yield made


def test_a_text_takes_the_alert_and_is_answered(door):
    (text,) = door.to_staff(door.twilio.texts)
    assert "2로 답해" in text.fields["Body"]

    door.now += timedelta(minutes=1)
    url = f"{PUBLIC}/webhooks/twilio/inbound"
    for _ in range(2):
        assert door.twilio.text_in(url, sender=door.number, body="1", sid="SM" + "e" * 32) == 200
    deliver(door.tools())

    alert = door.one(Alert)
    assert (alert.status, alert.acknowledged_by_id) == (AlertStatus.ACKNOWLEDGED, door.staff_id)
    answers = door.to_staff(door.twilio.texts)[1:]
    assert ["맡으셨습니다" in each.fields["Body"] for each in answers] == [True]


def test_their_own_plain_words_take_it(door):
    (answer,) = door.staff_write("네 제가 갈게요")

    assert "맡으셨습니다" in answer
    alert = door.one(Alert)
    assert (alert.status, alert.acknowledged_by_id) == (AlertStatus.ACKNOWLEDGED, door.staff_id)


def test_words_that_say_no_never_take_it(door):
    door.staff_write("죄송합니다 못 가요")

    assert door.one(Alert).status is AlertStatus.RAISED


def test_unclear_words_hear_once_how_to_take_it_and_a_person_reads_them(door):
    (answer,) = door.staff_write("회의 중입니다. 나중에 연락드리겠습니다.")

    assert "알아보지 못했습니다" in answer
    assert "1" in answer
    assert door.one(Alert).code in answer
    row = door.one(InboundMessage)
    assert row.needs_review
    assert door.one(Alert).status is AlertStatus.RAISED
    door.now += timedelta(hours=2)
    assert door.staff_write("회의 중입니다. 나중에 연락드리겠습니다.") == []
    assert "맡으셨습니다" in door.staff_write("1")[0]


def test_unclear_words_about_what_somebody_has_already_are_not_answered(door):
    door.staff_write("1")

    assert door.staff_write("조심히 다녀오겠습니다만 길이 막힙니다") == []


@pytest.mark.parametrize("door", ["kr-twilio"], indirect=True)
def test_a_key_takes_the_alert_where_no_text_comes_in(door):
    (text,) = door.to_staff(door.twilio.texts)
    assert "답해" not in text.fields["Body"]
    door.now += timedelta(minutes=6)
    pass_alerts_on(door.tools())
    deliver(door.tools())

    (call,) = door.to_staff(door.twilio.calls)
    _, words = door.twilio.pick_up(call)
    assert "2번" in words
    action = words.partition('action="')[2].partition('"')[0].replace("&amp;", "&")
    status, said = door.twilio.press(call, action, "1")

    assert (status, "맡으셨습니다" in said) == (200, True)
    assert door.one(Alert).acknowledged_by_id == door.staff_id
    _, words = door.twilio.pick_up(call)
    assert "맡으셨습니다" in words
    assert "action=" not in words
