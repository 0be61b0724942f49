"""Words that come in: told twice, late, never, by strangers, or while nothing can be written."""

from __future__ import annotations

import random
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.replies import ReplyMeaning
from hopecare.jobs.deliver import deliver
from hopecare.jobs.heartbeat import beat
from hopecare.jobs.sweep_calls_in import sweep_calls_in
from hopecare.jobs.sweep_inbound import sweep_inbound
from hopecare.jobs.taking_in import NotTakenInError
from hopecare.jobs.tools import Tools
from hopecare.timetable import JOBS
from models import CheckInSlot, ContactPoint, InboundMessage, Message, Town
from notifications.routing import networks_of
from tests.blueprints.test_webhooks import PUBLIC, Door
from tests.faults.test_sends import take_callback

INBOUND = f"{PUBLIC}/webhooks/twilio/inbound"
REFUSES = {
    "sqlite": (
        """CREATE TRIGGER refuses BEFORE INSERT ON inbound_messages
        WHEN NEW.provider_sid = 'SID' BEGIN SELECT RAISE(ABORT, 'refused'); END""",
        "DROP TRIGGER refuses",
    ),
    "postgresql": (
        "ALTER TABLE inbound_messages ADD CONSTRAINT refuses CHECK (provider_sid <> 'SID')",
        "ALTER TABLE inbound_messages DROP CONSTRAINT refuses",
    ),
}
"""How each database is told to take no row of a name, and to take it again."""


@pytest.fixture
def door(database, make_app):
    """A resident who was asked; what they write is with the stand-in."""
    made = Door(database, make_app, "two-way")
    with made.twilio:
        made.twilio.clock = lambda: made.now
        made.ask()
        yield made


def sweep(door):
    """Look in the provider's list, as the worker does each minute."""
    networks = networks_of(door.app.extensions["hopecare.desk"].settings)
    tools = Tools(database=door.database, networks=networks, clock=lambda: door.now)
    found = sweep_inbound(tools)
    beat(tools, job="sweep_inbound", handled=found)
    return found


def number_of(door):
    return door.twilio.texts[0].fields["To"]


def rows(door, table):
    with door.database.reading(AllTowns()) as session:
        return session.scalars(select(table)).all()


def test_a_reply_no_webhook_told_of_is_found_and_keeps_its_time(door):
    sweep(door)
    written_at = (door.now + timedelta(minutes=1)).replace(microsecond=0)
    door.twilio.text_in(None, sender=number_of(door), body="1", at=written_at)
    door.now += timedelta(minutes=30)

    assert [sweep(door), sweep(door)] == [1, 0]
    assert door.one(InboundMessage).received_at == written_at
    slot = door.one(CheckInSlot)
    assert (slot.status, slot.answered_at) == (SlotStatus.ANSWERED, written_at)


def test_the_list_is_looked_at_within_five_minutes():
    job = next(each for each in JOBS if each.id == "sweep_inbound")
    assert job.every <= timedelta(minutes=5)


def test_what_was_written_through_a_long_silence_of_ours_is_found_whole(door, full_size):
    count = 5_600 if full_size else 60
    sweep(door)
    door.now += timedelta(minutes=1)
    for number in range(count):
        at = door.now + timedelta(seconds=number)
        sender = f"+8210{number:08d}"
        door.twilio.text_in(None, sender=sender, body=f"{number}번째 말씀", at=at)
    door.now += timedelta(hours=9)

    assert [sweep(door), sweep(door)] == [count, 0]
    assert {row.body for row in rows(door, InboundMessage)} == {
        f"{number}번째 말씀" for number in range(count)
    }


def test_a_webhook_that_comes_after_the_list_was_read_is_no_second_reply(door):
    sid = "SM" + "e" * 32
    door.twilio.text_in(None, sender=number_of(door), body="1", sid=sid)
    assert sweep(door) == 1

    for _ in range(4):
        assert door.twilio.text_in(INBOUND, sender=number_of(door), body="1", sid=sid) == 200
    assert len(rows(door, InboundMessage)) == 1


def sweep_calls(door):
    networks = networks_of(door.app.extensions["hopecare.desk"].settings)
    tools = Tools(database=door.database, networks=networks, clock=lambda: door.now)
    found = sweep_calls_in(tools)
    beat(tools, job="sweep_calls_in", handled=found)
    return found


@pytest.mark.parametrize("caller", ["theirs", "+821055550777", "+266696687"])
def test_a_call_no_webhook_told_of_is_found_once_and_keeps_its_time(door, caller):
    """Of somebody we know, of a stranger, and of a number that is withheld."""
    number = number_of(door) if caller == "theirs" else caller
    sweep_calls(door)
    rang_at = (door.now + timedelta(minutes=1)).replace(microsecond=0)
    door.twilio.ring_in(None, caller=number, at=rang_at)
    door.now += timedelta(minutes=30)

    assert [sweep_calls(door), sweep_calls(door)] == [1, 0]
    row = door.one(InboundMessage)
    assert (row.received_at, row.body) == (rang_at, None)
    is_known = caller == "theirs"
    assert (row.person_id is not None) is is_known
    assert row.needs_review is (caller != "+266696687")


def test_a_call_that_was_told_of_is_in_the_list_and_no_second_one(door):
    sid = "CA" + "e" * 32
    url = f"{PUBLIC}/webhooks/twilio/call-in"
    assert door.twilio.ring_in(url, caller=number_of(door), sid=sid)[0] == 200
    door.now += timedelta(minutes=5)
    assert sweep_calls(door) == 0

    late = "CA" + "f" * 32
    door.twilio.ring_in(None, caller=number_of(door), sid=late)
    assert sweep_calls(door) == 0, "it rings this very minute: its webhook may be on its way"
    door.now += timedelta(minutes=2)
    assert sweep_calls(door) == 1
    assert door.twilio.ring_in(url, caller=number_of(door), sid=late)[0] == 200
    assert len(rows(door, InboundMessage)) == 2


def test_our_own_calls_are_no_calls_to_us(database, make_app):
    made = Door(database, make_app, "kr-twilio")
    with made.twilio:
        made.twilio.clock = lambda: made.now
        made.ask()
        assert made.twilio.calls
        made.now += timedelta(minutes=5)
        assert sweep_calls(made) == 0


@contextmanager
def refused(door, sid):
    """The database takes no row of this name, whatever is wrong with it."""
    refuse, again = REFUSES[door.database.engine.dialect.name]
    with door.database.engine.begin() as connection:
        connection.exec_driver_sql(refuse.replace("SID", sid))
    yield
    with door.database.engine.begin() as connection:
        connection.exec_driver_sql(again)


def test_a_text_that_cannot_be_taken_in_is_tried_until_it_can_be(door):
    sweep(door)
    first, second = (f"SM{digit * 32}" for digit in "ab")
    door.twilio.text_in(None, sender=number_of(door), body="2", sid=first)
    door.twilio.text_in(None, sender="+821055550777", body="hello", sid=second)
    with refused(door, first):
        for _ in range(3):
            with pytest.raises(NotTakenInError):
                sweep(door)
            door.now += timedelta(hours=3)
        assert door.one(InboundMessage).provider_sid == second, "the others are taken in"

    assert [sweep(door), sweep(door)] == [1, 0]
    assert door.one(CheckInSlot).status is SlotStatus.HELP_ASKED


def test_what_comes_while_a_look_lasts_is_found_at_the_next(door):
    """Its list was read before it came, and the look ended long after."""
    began, ended = door.now, door.now + timedelta(minutes=40)
    moments = iter([began])
    networks = networks_of(door.app.extensions["hopecare.desk"].settings)
    tools = Tools(database=door.database, networks=networks, clock=lambda: next(moments, ended))
    beat(tools, job="sweep_inbound", handled=sweep_inbound(tools))
    door.twilio.text_in(None, sender=number_of(door), body="1", at=began + timedelta(minutes=1))
    door.now = ended + timedelta(minutes=1)
    assert sweep(door) == 1


def test_an_answer_written_before_a_question_is_no_answer_to_it(door):
    yesterday = door.now - timedelta(hours=20)
    door.twilio.text_in(None, sender=number_of(door), body="1", at=yesterday)

    assert sweep(door) == 1
    assert door.one(CheckInSlot).status is SlotStatus.WAITING
    assert door.one(InboundMessage).needs_review


def test_a_call_for_help_found_late_reaches_a_person(door):
    door.twilio.text_in(None, sender=number_of(door), body="2")
    door.now += timedelta(minutes=4)

    assert sweep(door) == 1
    assert door.one(CheckInSlot).status is SlotStatus.HELP_ASKED


def test_a_stop_found_late_does_not_undo_a_newer_start(door):
    number = number_of(door)
    sweep(door)
    door.twilio.text_in(None, sender=number, body="STOP", at=door.now + timedelta(minutes=1))
    door.now += timedelta(minutes=5)
    door.twilio.text_in(INBOUND, sender=number, body="START")
    door.now += timedelta(minutes=1)

    assert sweep(door) == 1
    with door.database.reading(AllTowns()) as session:
        point = session.scalars(select(ContactPoint)).one()
        meanings = {row.meaning for row in session.scalars(select(InboundMessage))}
    assert point.opted_out_at is None
    assert meanings == {ReplyMeaning.STOP, ReplyMeaning.START}


def test_an_invented_town_takes_in_nothing_that_real_people_write(door):
    with door.database.writing(AllTowns()) as session:
        session.scalars(select(Town)).one().is_demonstration = True
        real = Town(
            slug="real",
            name="구리시",
            name_en="Guri",
            country="KR",
            language="ko",
            zone="Asia/Seoul",
            currency="KRW",
            channel_profile="two-way",
            office_phone="031-000-0000",
            created_at=door.now,
        )
        session.add(real)
    door.twilio.text_in(None, sender=number_of(door), body="1")

    assert sweep(door) == 1
    assert door.one(InboundMessage).town_id == real.id
    assert door.one(CheckInSlot).status is SlotStatus.WAITING


def test_callbacks_four_times_in_any_order_end_in_the_truth(town, full_size):
    people = 670 if full_size else 24
    chance = random.Random(7)  # noqa: S311  orders of an example
    town.owe(people)
    deliver(town.tools)
    for text in town.twilio.texts:
        words = ["sent", "delivered"] * 4
        chance.shuffle(words)
        for word in words:
            fields = {"MessageSid": text.sid, "MessageStatus": word}
            take_callback(town, text.fields["StatusCallback"], fields)

    assert town.statuses() == {"delivered": people}
    assert town.count() == (0, 0)


def test_a_forged_callback_changes_nothing_and_a_replayed_one_nothing_more(door):
    (text,) = door.twilio.texts
    url = text.fields["StatusCallback"]
    fields = {"MessageSid": text.sid, "MessageStatus": "delivered"}
    signed = {"X-Twilio-Signature": door.twilio.signature(url, fields)}
    forgeries = [
        (fields | {"MessageStatus": "failed"}, signed),
        (fields | {"ErrorCode": "21610"}, signed),
        (fields, {"X-Twilio-Signature": door.twilio.signature(url + "1", fields)}),
    ]
    for forged, headers in forgeries:
        assert door._post(url, forged, headers)[0] == 403
    assert door.one(Message).status is MessageStatus.ACCEPTED

    assert [door._post(url, fields, signed)[0] for _ in range(3)] == [204] * 3
    assert door.one(Message).status is MessageStatus.DELIVERED


@pytest.fixture
def full_disk(door):
    """From now on nothing can be written any more, until it is given room again."""
    engine, refuses = door.database.engine, [True]
    words = (
        "PRAGMA max_page_count=1"
        if door.database.is_sqlite
        else "SET SESSION default_transaction_read_only = on"
    )

    def fill(connection, _record, _proxy):
        if refuses[0]:
            connection.execute(words)
            connection.commit()

    engine.dispose()
    event.listen(engine, "checkout", fill)
    yield refuses
    event.remove(engine, "checkout", fill)
    engine.dispose()


def test_what_cannot_be_written_is_never_said_to_be_taken(door, full_disk):
    (text,) = door.twilio.texts
    door.app.config["PROPAGATE_EXCEPTIONS"] = False
    body = "어제부터 허리가 아파요. " * 40
    sids = [f"SM{number:032x}" for number in range(0xD00, 0xD40)]

    def tell(sid):
        return door.twilio.text_in(INBOUND, sender=number_of(door), body=body, sid=sid)

    # What is left in the last pages may still be filled.
    said = {sid: tell(sid) for sid in sids}
    taken = {sid for sid, status in said.items() if status == 200}
    assert {status for status in said.values() if status != 200} == {500}
    assert {row.provider_sid for row in rows(door, InboundMessage)} == taken
    told = door.twilio.report(text, "sent")
    written = {MessageStatus.ACCEPTED: 500, MessageStatus.SENT: 204}
    assert told == written[state_of(door, text)]

    full_disk[0] = False
    door.database.engine.dispose()
    assert {tell(sid) for sid in sids} == {200}
    assert door.twilio.report(text, "delivered") == 204
    assert {row.provider_sid for row in rows(door, InboundMessage)} == set(sids)
    assert state_of(door, text) is MessageStatus.DELIVERED


def state_of(door, text):
    """What we say became of this text."""
    (message,) = [row for row in rows(door, Message) if row.provider_sid == text.sid]
    return message.status
