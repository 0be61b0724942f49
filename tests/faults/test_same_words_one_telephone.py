"""Two texts with the same words to one telephone, both in doubt: each send resolves one of ours."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.identity import SystemActor
from hopecare.jobs.deliver import deliver
from hopecare.jobs.reconcile import reconcile
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from models import ContactPoint, Message
from notifications.outbox import promise, put
from tests.factories.people import a_phone, a_resident
from tests.factories.towns import a_town
from tests.standin.twilio import Mood

BY = SystemActor(name="test")
TAKEN, NEVER = Mood.ERROR_AFTER_ACCEPT, Mood.ERROR_BEFORE_ACCEPT


@pytest.fixture
def pair(town):
    """Two residents with one telephone; each is owed the same words, one after the other."""
    with town.database.writing(AllTowns()) as session:
        town_id, phone = a_town(session, channel_profile="two-way").id, a_phone()
        people = [a_resident(session, town_id=town_id, phone=phone) for _ in range(2)]
        for point in session.scalars(select(ContactPoint)):
            point.is_shared = True
        ids = [person.id for person in people]

    def owe(number):
        with town.database.writing(AllTowns()) as session:
            return promise(
                session,
                town_id=town_id,
                kind=MessageKind.NOTICE,
                to_person_id=ids[number],
                dedup_key=f"same:{number}",
                words=Words(text=Text.ANSWER_WELL),
                channel=Channel.SMS,
                now=town.clock(),
            ).id

    return owe


def both_in_doubt(town, pair, *moods):
    ids = []
    for number, mood in enumerate(moods):
        town.twilio.moods.append(mood)
        ids.append(pair(number))
        deliver(town.tools)
        town.clock.advance(timedelta(seconds=5))
    assert town.statuses() == {"unknown": 2}
    return ids


def all_messages(town):
    with town.database.reading(AllTowns()) as session:
        return {each.id: each for each in session.scalars(select(Message))}


def each_has_its_own(town):
    """Both were taken, each send is one of ours, and the provider has no more than two."""
    sids = {each.provider_sid for each in all_messages(town).values()}
    return sids == {text.sid for text in town.twilio.texts} and len(town.twilio.texts) == 2


def hear(town, message_id, sid, status=MessageStatus.DELIVERED):
    """A callback: it carries our own id, and the provider's name for the send."""
    word = DeliveryWord(status=status, provider="twilio", provider_sid=sid, attempt=1)
    with town.database.writing(AllTowns()) as session:
        message = session.get_one(Message, message_id)
        record_delivery(session, message=message, word=word, by=BY, now=town.clock())


@pytest.mark.both_databases
@pytest.mark.parametrize("moods", [(TAKEN, NEVER), (NEVER, TAKEN), (TAKEN, TAKEN), (NEVER, NEVER)])
def test_one_listed_send_is_one_of_ours_and_the_other_is_sent_again(town, pair, moods):
    both_in_doubt(town, pair, *moods)
    town.settle()
    assert town.statuses() == {"accepted": 2}
    assert each_has_its_own(town)
    again = sum(each.possible_duplicate for each in all_messages(town).values())
    assert again == moods.count(NEVER)


@pytest.mark.both_databases
def test_a_late_word_with_our_id_takes_the_send_back_from_whom_it_was_guessed_for(town, pair):
    first, second = both_in_doubt(town, pair, NEVER, TAKEN)
    (text,) = town.twilio.texts
    town.settle(rounds=1)
    assert all_messages(town)[first].provider_sid == text.sid, "guessed by number and words"
    hear(town, second, text.sid)
    found = all_messages(town)
    assert (found[second].status, found[second].provider_sid) == ("delivered", text.sid)
    assert (found[first].status, found[first].provider_sid) == ("unknown", None)
    town.settle()
    assert each_has_its_own(town)
    assert all_messages(town)[first].status is MessageStatus.ACCEPTED


@pytest.mark.both_databases
def test_a_send_that_is_under_way_is_not_taken_for_the_one_in_doubt(town, pair):
    town.twilio.moods.append(NEVER)
    first = pair(0)
    deliver(town.tools)
    town.clock.advance(timedelta(seconds=70))
    second = pair(1)
    deliver(town.tools)
    (text,) = town.twilio.texts
    with town.database.writing(AllTowns()) as session:  # its answer is not written yet
        message = session.get_one(Message, second)
        message.provider = message.provider_sid = message.sent_at = None
        message.claimed_at = town.clock()
        put(session, message, MessageStatus.SENDING, at=town.clock())
    reconcile(town.tools)
    assert all_messages(town)[first].status is MessageStatus.UNKNOWN
    hear(town, second, text.sid, MessageStatus.ACCEPTED)
    town.settle()
    assert each_has_its_own(town)


@pytest.mark.both_databases
def test_two_workers_that_find_the_same_send_settle_one_each(town, pair):
    first, _second = both_in_doubt(town, pair, TAKEN, NEVER)
    (text,) = town.twilio.texts
    with ThreadPoolExecutor(1) as pool:
        with town.database.writing(AllTowns()) as session:
            message = session.get_one(Message, first)
            message.provider, message.provider_sid = "twilio", text.sid
            put(session, message, MessageStatus.ACCEPTED, at=town.clock())
            session.flush()
            town.clock.advance(timedelta(seconds=70))
            other = pool.submit(reconcile, town.tools)
            wait([other], timeout=2)
        other.result()
    town.settle()
    assert town.statuses() == {"accepted": 2}
    assert each_has_its_own(town)
