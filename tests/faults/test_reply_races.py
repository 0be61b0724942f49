"""A reply in the very moment the ladder climbs: one outcome, and nobody stays alarmed."""

from __future__ import annotations

import random
import threading
from datetime import timedelta

from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.care_path import AlertStatus, MessageStatus, SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.roles import Role
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.services.record_inbound import IncomingText, record_inbound
from models import Alert, CheckInSlot, ContactPoint, Message, Person
from tests.factories.cases import BY
from tests.factories.desk import a_duty, a_slot
from tests.factories.people import a_contact_point, a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town

AT_COORDINATOR = 2
"""The rung of the usual ladder at which staff are alarmed."""


def silent_people(town, scope, pairs):
    """People who were asked and have not answered; their ladder is about to alarm somebody."""
    numbers = []
    with town.database.writing(scope) as session:
        a_town(session, channel_profile="two-way")
        centre = a_centre(session)
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
        on_duty = session.get_one(Person, account.person_id)
        a_contact_point(session, on_duty)
        a_duty(session, centre, on_duty)
        for _ in range(pairs):
            resident = a_resident(session, centre=centre, address=None)
            slot = a_slot(session, resident, due_at=town.clock())
            slot.rungs_climbed = AT_COORDINATOR
            slot.next_rung_at = town.clock() + timedelta(minutes=1)
            mine = select(ContactPoint.value).where(ContactPoint.person_id == resident.id)
            numbers.append(session.scalars(mine).one())
    return numbers


def reply(town, scope, number):
    with town.database.writing(scope) as session:
        text = IncomingText(
            provider="twilio", provider_sid=f"SM{number}", from_number=number, body="1"
        )
        record_inbound(session, town_id=scope.town_id, text=text, by=BY, now=town.clock())


def test_a_reply_that_races_the_ladder_leaves_nobody_alarmed(town, town_scope, full_size):
    numbers = silent_people(town, town_scope, 1000 if full_size else 24)
    random.Random(5).shuffle(numbers)  # noqa: S311  an order of an example
    town.clock.advance(timedelta(minutes=2))

    def all_reply():
        for number in numbers:
            reply(town, town_scope, number)

    def climb_and_send():
        for _ in range(3):
            climb_ladders(town.tools)
            deliver(town.tools)

    racers = [threading.Thread(target=each) for each in (all_reply, climb_and_send)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    for _ in range(4):
        town.clock.advance(timedelta(minutes=20))
        deliver(town.tools)

    with town.database.reading(AllTowns()) as session:
        slots = session.scalars(select(CheckInSlot)).all()
        alerts = session.scalars(select(Alert)).all()
        messages = session.scalars(select(Message)).all()
    assert {slot.status for slot in slots} == {SlotStatus.ANSWERED}
    assert {alert.status for alert in alerts} <= {AlertStatus.RESOLVED}
    alarmed = slots_told(messages, MessageKind.ALERT)
    cleared = {m.slot_id for m in messages if m.kind is MessageKind.ALL_CLEAR}
    assert alarmed == cleared


def slots_told(messages, kind):
    """The check-ins about which words of this kind left."""
    gone = (MessageStatus.ACCEPTED, MessageStatus.SENT, MessageStatus.DELIVERED)
    return {m.slot_id for m in messages if m.kind is kind and m.status in gone and m.slot_id}
