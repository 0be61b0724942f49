"""What is written about many takings together is what would be written about each by itself."""

from __future__ import annotations

from contextlib import suppress
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.identity import SystemActor
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.tools import Tools
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.record_taken import Taking, record_taken
from models import CheckInSlot, Message, MessageEvent, TimelineEntry
from notifications.claims import put_under_way
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.desk import a_plan
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town

DUE_AT = NOW + timedelta(minutes=5)
BY = SystemActor(name="deliver")
PEOPLE = 3


class UndoError(Exception):
    """Nothing that was written is kept."""


@pytest.fixture
def under_way(database, town_scope):
    """Questions that were handed over, and have no word yet."""
    with database.writing(town_scope) as session:
        a_town(session)
        for _ in range(PEOPLE):
            a_plan(session, a_resident(session), local_time=time(10, 5))
    network = MemoryNetwork()
    networks = Networks(texts=network, calls=network)
    ask_due_check_ins(Tools(database=database, networks=networks, clock=SetClock(DUE_AT)))
    with database.writing(AllTowns()) as session:
        messages = session.scalars(select(Message)).all()
        for message in messages:
            message.attempt, message.claimed_at = 1, DUE_AT
        put_under_way(session, messages, at=DUE_AT)
    return [message.id for message in messages]


def rows_of(session, table, *but):
    names = [each.key for each in table.__mapper__.column_attrs if each.key not in but]
    return sorted(repr([getattr(row, n) for n in names]) for row in session.scalars(select(table)))


def written(session):
    session.flush()
    session.expire_all()
    return (
        rows_of(session, Message),
        rows_of(session, MessageEvent, "id"),
        # One by one, a check-in is written twice.
        rows_of(session, CheckInSlot, "version"),
        rows_of(session, TimelineEntry, "id"),
    )


def singly(session, message_ids):
    for number, message_id in enumerate(message_ids):
        word = DeliveryWord(
            status=MessageStatus.ACCEPTED, provider="twilio", provider_sid=f"SM{number}", attempt=1
        )
        message = session.get_one(Message, message_id)
        record_delivery(session, message=message, word=word, by=BY, now=DUE_AT)


def together(session, message_ids):
    takings = [Taking(each, 1, "twilio", f"SM{at}") for at, each in enumerate(message_ids)]
    assert record_taken(session, takings=takings, by=BY, now=DUE_AT) == {*message_ids}


def test_sets_write_what_one_by_one_writes(database, under_way):
    found = []
    for way in (singly, together):
        with suppress(UndoError), database.writing(AllTowns()) as session:
            way(session, under_way)
            found.append(written(session))
            raise UndoError
    assert found[0] == found[1]
    assert sum(SlotStatus.WAITING in each for each in found[0][2]) == PEOPLE


def test_what_needs_a_second_look_is_left_alone(database, under_way):
    with database.writing(AllTowns()) as session:
        called_back, newer, named = (session.get_one(Message, each) for each in under_way)
        word = DeliveryWord(status=MessageStatus.DELIVERED, attempt=1)
        record_delivery(session, message=called_back, word=word, by=BY, now=DUE_AT)
        newer.attempt = 2
        named.provider_sid = "SM0"
    with database.writing(AllTowns()) as session:
        before = written(session)
        takings = [Taking(each, 1, "twilio", f"SM{at}") for at, each in enumerate(under_way, 1)]
        assert record_taken(session, takings=takings, by=BY, now=DUE_AT) == frozenset()
        assert written(session) == before
