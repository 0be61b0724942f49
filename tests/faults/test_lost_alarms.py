"""An alarm that got lost on its way: the next one hears of it at once, or a person rings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.people import OtherContactKind
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.jobs.tools import Tools
from hopecare.services.raise_alert import Cause, raise_alert
from models import CallTask, Message, OtherContact, Person
from notifications.routing import networks_of
from tests.blueprints.test_webhooks import BY, Door
from tests.factories.desk import a_duty
from tests.factories.people import a_consent, a_contact_point, a_staff_account, a_volunteer
from tests.factories.towns import TODAY, a_centre

MINUTE = timedelta(minutes=1)
PASSES = 30003


class Alarming(Door):
    """A resident was asked; whoever is told of an alarm has a telephone."""

    def work(self, after=MINUTE):
        self.now += after
        networks = networks_of(self.app.extensions["hopecare.desk"].settings)
        tools = Tools(database=self.database, networks=networks, clock=lambda: self.now)
        for job in (climb_ladders, pass_alerts_on, deliver):
            job(tools)

    def alarms(self):
        wanted = select(Message).where(Message.kind == MessageKind.ALERT).order_by(Message.id)
        with self.database.reading(AllTowns()) as session:
            return session.scalars(wanted).all()

    def lose_last(self):
        assert self.twilio.report(self.twilio.texts[-1], "undelivered", PASSES) == 204


@pytest.fixture
def door(database, make_app):
    made = Alarming(database, make_app, "two-way")
    with made.twilio:
        made.twilio.clock = lambda: made.now
        made.ask()
        yield made


def two_on_duty(door):
    """The first on duty and the substitute; an alert about the resident stands."""
    with door.database.writing(TownScope(door.town_id)) as session:
        centre = a_centre(session)
        people = []
        for _ in range(2):
            account = a_staff_account(session, centre=centre)
            person = session.get_one(Person, account.person_id)
            a_contact_point(session, person)
            people.append(person)
        a_duty(session, centre, people[0]).substitute_id = people[1].id
        resident = session.get_one(Person, door.resident_id)
        resident.centre_id = centre.id
        cause = Cause(dedup_key="worry:1", person_id=resident.id)
        kind = AlertKind.WORRY
        raise_alert(session, town_id=door.town_id, kind=kind, cause=cause, by=BY, now=door.now)
        return [person.id for person in people]


def test_the_next_on_duty_is_told_at_once(door):
    first, second = two_on_duty(door)
    door.work()
    assert [each.to_person_id for each in door.alarms()] == [first]
    door.work()
    assert len(door.alarms()) == 1, "whoever has it is given their time"

    door.lose_last()
    door.work()
    lost, *since = door.alarms()
    assert (lost.to_person_id, lost.status) == (first, MessageStatus.UNDELIVERED)
    told = {(each.to_person_id, each.channel) for each in since}
    assert told == {(first, Channel.VOICE), (second, Channel.SMS)}, "and whom it missed is rung"
    assert {each.status for each in since} == {MessageStatus.ACCEPTED}


def test_a_keyholder_whom_the_words_did_not_reach_is_rung_at_once(door):
    with door.database.writing(TownScope(door.town_id)) as session:
        keyholder = a_volunteer(session)
        consent = a_consent(session, keyholder, ConsentPurpose.KEYHOLDER)
        session.add(
            OtherContact(
                town_id=door.town_id,
                resident_id=door.resident_id,
                person_id=keyholder.id,
                kind=OtherContactKind.KEYHOLDER,
                position=1,
                from_on=TODAY,
                consent_entry_id=consent.id,
            )
        )
    for after in (31, 90, 1):
        door.work(MINUTE * after)
    (alarm,) = door.alarms()
    assert alarm.to_person_id == keyholder.id

    door.lose_last()
    with door.database.reading(AllTowns()) as session:
        owed = session.scalars(select(CallTask)).one()
    assert (owed.dedup_key, owed.person_id) == (f"not_told:{alarm.id}", keyholder.id)
    assert owed.due_at == door.now
