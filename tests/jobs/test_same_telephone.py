"""What is written to many reaches a telephone once, whoever shares it; and never nobody."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from hopecare.database import AllTowns
from hopecare.domain.broadcasts import TOLD_TOGETHER, Audience, Moments, SeenGroup
from hopecare.domain.delivery import HoldReason, MessageKind, MessageStatus
from hopecare.domain.group_sketches import packed, sketch_of
from hopecare.domain.replies import TextsStoppedBy
from hopecare.jobs.deliver import deliver
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.send_broadcast import send_broadcast
from hopecare.services.set_texts_wish import set_texts_wish
from models import Broadcast, ContactPoint, Message, MessageEvent
from notifications.memory_sms import MemoryNetwork
from notifications.port import Answer, Failure, SendResult
from notifications.same_telephone import WAITS_FOR_SAME
from tests.factories.broadcasts import a_broadcast, lay
from tests.factories.people import a_phone, a_resident, a_staff_account, an_identity
from tests.factories.towns import NOW, a_centre
from tests.jobs.conftest import BY

pytestmark = pytest.mark.both_databases

SOON = timedelta(minutes=2)
WORDS = {"ko": "김장을 나눠요.", "en": "Kimchi for everybody."}


@pytest.fixture
def household(town):
    """Write to three people with one telephone; more is said of each by their place."""

    def write(*languages):
        phone = a_phone()
        with town.database.writing(town.scope) as session:
            centre = a_centre(session)
            people = [
                a_resident(session, phone=phone, centre=centre, address=None, language=each)
                for each in languages or ("ko", "ko", "ko")
            ]
            writer = an_identity(session, a_staff_account(session, centre=centre))
            moments = Moments(not_before=NOW, valid_until=NOW + timedelta(hours=3))
            audience = Audience.RESIDENTS
            broadcast = a_broadcast(
                session, writer, audience=audience, words=WORDS, moments=moments
            )
            group = packed(sketch_of(person.id for person in people))
            seen = SeenGroup(broadcast_id=broadcast.id, version=broadcast.version, people=group)
            send_broadcast(session, broadcast_id=broadcast.id, seen=seen, by=writer, now=NOW)
            lay(session, broadcast.id)
            return [person.id for person in people]

    return write


def told(town):
    found = [each for each in town.messages if each.kind is MessageKind.BROADCAST]
    return sorted(each.status.value for each in found)


def codes(town):
    return [each.code for each in town.rows(MessageEvent)]


def test_three_people_with_one_telephone_get_one_text(town, household):
    household()
    for _ in range(3):
        deliver(town.tools)
        town.clock.advance(SOON)
    assert len(town.texts.sent) == 1
    assert told(town) == ["accepted", "stopped", "stopped"]
    assert codes(town).count(TOLD_TOGETHER) == 2


def test_other_words_are_not_the_same(town, household):
    household("ko", "en", "ko")
    for _ in range(3):
        deliver(town.tools)
        town.clock.advance(SOON)
    assert sorted(each.language for each in town.texts.sent) == ["en", "ko"]


def test_while_the_first_is_in_doubt_the_others_wait(town, household):
    household()
    town.texts = MemoryNetwork(SendResult(answer=Answer.AMBIGUOUS))
    for _ in range(3):
        deliver(town.tools)
        town.clock.advance(SOON)
    assert town.texts.sent == []
    assert told(town) == ["pending", "pending", "unknown"]
    assert WAITS_FOR_SAME in codes(town)
    with town.database.writing(town.scope) as session:
        unknown = select(Message).where(Message.status == MessageStatus.UNKNOWN)
        session.scalars(unknown).one().status = MessageStatus.DELIVERED
    deliver(town.tools)
    assert (town.texts.sent, told(town)) == ([], ["delivered", "stopped", "stopped"])


def test_what_waits_until_it_is_too_late_says_so(town, household):
    household()
    town.texts = MemoryNetwork(SendResult(answer=Answer.AMBIGUOUS))
    deliver(town.tools)
    town.clock.advance(timedelta(hours=2, minutes=59, seconds=40))
    deliver(town.tools)
    town.clock.advance(SOON)
    deliver(town.tools)
    assert told(town) == ["expired", "expired", "unknown"]


def test_where_the_first_failed_the_second_goes(town, household):
    household()
    refused = SendResult(answer=Answer.REFUSED, failure=Failure.BLOCKED)
    town.texts = MemoryNetwork(refused)
    for _ in range(3):
        deliver(town.tools)
        town.clock.advance(SOON)
    assert len(town.texts.sent) == 1
    assert told(town) == ["accepted", "failed", "stopped"]


def lose(town, **word):
    """The network says that the text which left last did not arrive."""
    with town.database.writing(town.scope) as session:
        left = select(Message).where(Message.status == MessageStatus.ACCEPTED)
        message = session.scalars(left).one()
        lost = DeliveryWord(
            status=MessageStatus.UNDELIVERED, code="unreachable", attempt=message.attempt, **word
        )
        record_delivery(session, message=message, word=lost, by=BY, now=town.clock())
        return message.id


def run(town, times=3):
    for _ in range(times):
        deliver(town.tools)
        town.clock.advance(SOON)


def test_where_the_first_gets_lost_later_the_next_goes_and_the_rest_wait_for_it(town, household):
    household()
    run(town)
    assert told(town) == ["accepted", "stopped", "stopped"]
    first = lose(town)
    assert told(town) == ["pending", "pending", "undelivered"]
    run(town)
    assert len(town.texts.sent) == 2
    assert told(town) == ["accepted", "stopped", "undelivered"]
    assert lose(town) != first
    run(town)
    assert len(town.texts.sent) == 3
    lose(town)
    run(town)
    assert told(town) == ["undelivered"] * 3
    assert len(town.texts.sent) == 3


def test_what_is_tried_again_itself_is_not_lost_yet(town, household):
    household()
    run(town)
    lose(town, passes=True)
    assert told(town) == ["pending", "stopped", "stopped"]


def test_nobody_is_told_late(town, household):
    household()
    run(town)
    town.clock.advance(timedelta(hours=3))
    lose(town)
    assert told(town) == ["stopped", "stopped", "undelivered"]


def test_after_the_message_to_many_was_stopped_nothing_is_put_back(town, household):
    household()
    run(town)
    with town.database.writing(town.scope) as session:
        session.scalars(select(Broadcast)).one().stopped_at = town.clock()
    lose(town)
    assert told(town) == ["stopped", "stopped", "undelivered"]


def test_where_the_first_is_held_the_others_are_told(town, household):
    first = household()[0]
    with town.database.writing(town.scope) as session:
        theirs = select(ContactPoint).where(ContactPoint.person_id == first)
        point = session.scalars(theirs).one()
        asked_by = TextsStoppedBy.STAFF
        set_texts_wish(session, point=point, stops=True, asked_by=asked_by, by=BY, now=NOW)
    for _ in range(3):
        deliver(town.tools)
        town.clock.advance(SOON)
    assert len(town.texts.sent) == 1
    assert HoldReason.OPTED_OUT in {each.hold_reason for each in town.messages}
    assert told(town) == ["accepted", "held", "stopped"]


def test_of_two_workers_at_once_one_sends(town, household):
    household("ko", "ko")
    with town.database.writing(town.scope) as session:
        mine = select(Message).where(Message.kind == MessageKind.BROADCAST).order_by(Message.id)
        session.scalars(mine).all()[1].not_before = NOW + timedelta(seconds=1)
    other = threading.Thread(target=lambda: deliver(town.tools))

    def come_between(_connection, _cursor, statement, *_):
        if statement.startswith("UPDATE messages") and other.ident is None:
            town.clock.advance(timedelta(seconds=1))
            other.start()
            other.join(timeout=1)

    event.listen(town.database.engine, "before_cursor_execute", come_between)
    try:
        deliver(town.tools)
        other.join(timeout=30)
    finally:
        event.remove(town.database.engine, "before_cursor_execute", come_between)
    town.clock.advance(SOON)
    deliver(town.tools)
    assert (len(town.texts.sent), told(town)) == (1, ["accepted", "stopped"])
    with town.database.reading(AllTowns()) as session:
        assert session.scalar(select(Message.id).where(Message.possible_duplicate)) is None
