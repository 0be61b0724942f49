"""A reply in the very moment the ladder climbs: one outcome, and nobody stays alarmed."""

from __future__ import annotations

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.domain.roles import Role
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.services.record_inbound import IncomingText, record_inbound
from models import Alert, CheckInSlot, ContactPoint, Person
from tests.factories.cases import BY
from tests.factories.desk import a_duty, a_slot
from tests.factories.people import a_contact_point, a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town

AT_COORDINATOR = 2
"""The rung of the usual ladder at which staff are alarmed."""


def silent_people(town, scope, pairs):
    """People who were asked and have not answered; their ladder is about to alarm somebody each."""
    residents, staff = [], []
    with town.database.writing(scope) as session:
        a_town(session, channel_profile="two-way")
        for number in range(pairs):
            centre = a_centre(session, name=f"센터 {number}", name_en=f"Centre {number}")
            account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
            on_duty = session.get_one(Person, account.person_id)
            staff.append(a_contact_point(session, on_duty).value)
            a_duty(session, centre, on_duty)
            resident = a_resident(session, centre=centre, address=None)
            slot = a_slot(session, resident, due_at=town.clock())
            slot.rungs_climbed = AT_COORDINATOR
            slot.next_rung_at = town.clock() + timedelta(minutes=1)
            mine = select(ContactPoint.value).where(ContactPoint.person_id == resident.id)
            residents.append(session.scalars(mine).one())
    return residents, staff


def reply(town, scope, number):
    with town.database.writing(scope) as session:
        text = IncomingText(
            provider="twilio", provider_sid=f"SM{number}", from_number=number, body="1"
        )
        record_inbound(session, town_id=scope.town_id, text=text, by=BY, now=town.clock())


def test_a_reply_that_races_the_ladder_leaves_nobody_alarmed(town, town_scope, full_size):
    residents, staff = silent_people(town, town_scope, 1000 if full_size else 24)
    random.Random(5).shuffle(residents)  # noqa: S311  an order of an example
    town.clock.advance(timedelta(minutes=2))
    have_replied = threading.Event()

    def reply_each(mine):
        for number in mine:
            reply(town, town_scope, number)

    def climb_and_send():
        while not have_replied.is_set():
            climb_ladders(town.tools)
            deliver(town.tools)

    with ThreadPoolExecutor(4) as racers:
        sender = racers.submit(climb_and_send)
        replies = [racers.submit(reply_each, residents[turn::3]) for turn in range(3)]
        for each in replies:
            each.result()
        have_replied.set()
        sender.result()
    for _ in range(4):
        town.clock.advance(timedelta(minutes=20))
        deliver(town.tools)

    with town.database.reading(AllTowns()) as session:
        slots = session.scalars(select(CheckInSlot)).all()
        alerts = session.scalars(select(Alert)).all()
    assert {slot.status for slot in slots} == {SlotStatus.ANSWERED}
    assert {alert.status for alert in alerts} <= {AlertStatus.RESOLVED}
    came = Counter(text.fields["To"] for text in town.twilio.texts)
    assert {came[number] for number in staff} <= {0, 2}, "an alarm, and its all-clear"
