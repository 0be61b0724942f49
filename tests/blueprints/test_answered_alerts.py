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
from models import Alert, Person
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
