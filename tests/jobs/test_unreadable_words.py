"""What no key opens is never sent, and never lost without a word."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MessageStatus, SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.delivery_order import RANK
from hopecare.domain.timeline import EntryKind
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from models import Centre, ContactPoint, Message, MessageEvent, Person, TimelineEntry
from notifications.outbox import PUT_OFF
from tests.factories.cases import a_case, a_need
from tests.factories.desk import a_duty, an_alert
from tests.factories.offers import an_offer
from tests.factories.people import a_phone, a_volunteer
from tests.jobs.test_one_bad_row import spoil

pytestmark = pytest.mark.usefixtures("caplog")


def first_of(town, column, person_id):
    """The key of the person's row that holds this column."""
    owner = Person.id if column.class_ is Person else column.class_.person_id
    with town.database.reading(AllTowns()) as session:
        return session.scalars(select(column.class_.id).where(owner == person_id)).one()


def fate(town, message_id):
    """The words' status, rank and last event; the broken column is never read."""
    with town.database.reading(AllTowns()) as session:
        wanted = select(Message.status, Message.rank).where(Message.id == message_id)
        status, rank = session.execute(wanted).one()
        events = select(MessageEvent.status, MessageEvent.code).where(
            MessageEvent.message_id == message_id
        )
        return status, rank, tuple(session.execute(events.order_by(MessageEvent.id)).all()[-1])


def test_a_name_that_cannot_be_read_holds_no_written_words_back(town):
    town.clock.advance(timedelta(minutes=10))
    ask_due_check_ins(town.tools)
    (message,) = town.messages
    spoil(town.database, Person.called, town.resident_id)
    town.work()
    assert fate(town, message.id)[0] is MessageStatus.ACCEPTED


@pytest.mark.parametrize("column", [Message.body, ContactPoint.value], ids=["words", "number"])
def test_a_check_in_that_cannot_be_read_is_missed_and_somebody_rings(town, column):
    town.clock.advance(timedelta(minutes=10))
    ask_due_check_ins(town.tools)
    (message,) = town.messages
    spoiled = message.id if column is Message.body else first_of(town, column, town.resident_id)
    spoil(town.database, column, spoiled)
    town.work()
    waits = fate(town, message.id)[0]
    assert waits is MessageStatus.PENDING, "it is tried again while there is time"
    for _ in range(8):
        town.work(timedelta(minutes=15))
    expired = MessageStatus.EXPIRED
    assert fate(town, message.id) == (expired, RANK[expired], (expired, "unreadable"))
    assert town.slot_status is SlotStatus.NOT_ASKED
    (call,) = town.call_tasks
    assert (call.kind, call.status) == (CallTaskKind.NOT_ASKED, CallTaskStatus.OPEN)
    assert call.about_person_id == town.resident_id
    told = {
        entry.kind: entry.facts.get("code")
        for entry in town.rows(TimelineEntry)
        if "code" in entry.facts
    }
    assert told == {
        EntryKind.MESSAGE_EXPIRED: "unreadable",
        EntryKind.SLOT_NOT_ASKED: "unreadable",
    }


def test_each_time_it_is_put_off_stands_in_its_life(town):
    town.clock.advance(timedelta(minutes=10))
    ask_due_check_ins(town.tools)
    message_id = town.messages[0].id
    spoil(town.database, Message.body, message_id)
    for _ in range(30):
        town.work(timedelta(minutes=1))

    with town.database.reading(AllTowns()) as session:
        said = session.execute(
            select(MessageEvent.at, MessageEvent.status)
            .where(MessageEvent.message_id == message_id, MessageEvent.code == PUT_OFF)
            .order_by(MessageEvent.at)
        ).all()
    assert {status for _, status in said} == {MessageStatus.PENDING}
    assert len(said) == 3, "once each time it is put off, not each time somebody looks"
    moments = [at for at, _ in said]
    assert all(b - a >= timedelta(minutes=10) for a, b in pairwise(moments))


def an_unread_alert(session, town):
    resident = session.get_one(Person, town.resident_id)
    centre = session.get_one(Centre, resident.centre_id)
    a_duty(session, centre, session.get_one(Person, town.coordinator_id))
    an_alert(session, resident, centre=centre)


def an_unread_offer(session, town):
    resident = session.get_one(Person, town.resident_id)
    need = a_need(session, case=a_case(session, resident=resident))
    an_offer(session, need, a_volunteer(session, phone=a_phone()))


@pytest.mark.parametrize(
    ("kind", "promised", "waits"),
    [
        (MessageKind.ALERT, an_unread_alert, timedelta(0)),
        (MessageKind.OFFER, an_unread_offer, timedelta(hours=2)),
    ],
)
def test_whoever_should_have_read_an_alert_or_a_request_is_rung(town, kind, promised, waits):
    with town.database.writing(town.scope) as session:
        promised(session, town)
        message = session.scalars(select(Message).where(Message.kind == kind)).one()
    spoil(town.database, Message.body, message.id)
    owed_at = town.clock()
    for _ in range(30):
        deliver(town.tools)
        calls = [call for call in town.call_tasks if call.kind is CallTaskKind.CALL_BACK]
        assert [(call.person_id, call.due_at) for call in calls] == [
            (message.to_person_id, owed_at + waits)
        ]
        town.clock.advance(timedelta(hours=1))
    expired = MessageStatus.EXPIRED
    assert fate(town, message.id) == (expired, RANK[expired], (expired, "unreadable"))
