"""Our sender takes so much a second: counted at the provider's side, whatever came before."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.database import AllTowns
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.jobs.deliver import LEAVES_WITHIN_S, _claim, _claim_singly, _send, deliver
from hopecare.jobs.pacing import pacer_of
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from models import Message, SenderPace, Town
from notifications.outbox import promise
from notifications.port import Answer
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town
from tests.faults.conftest import SendingTown
from tests.standin.twilio import TwilioStandIn

if TYPE_CHECKING:
    from collections.abc import Mapping

RATE, PEOPLE = 20, 50
ON_THE_WIRE = 5
"""So many may overtake each other between us and the provider, on a busy machine."""
NOBODY_LISTENS = "http://127.0.0.1:9"


class RunningClock(SetClock):
    """Begins in the morning and goes on by itself."""

    def __init__(self):
        super().__init__(NOW)
        self._began = time.monotonic()

    def __call__(self):
        return self.at + timedelta(seconds=time.monotonic() - self._began)


class PacedTown(SendingTown):
    """A real town whose sender takes RATE parts of texts a second."""

    rates: Mapping[Channel, int] = MappingProxyType({Channel.SMS: RATE})

    @property
    def tools(self):
        tools = super().tools
        return replace(tools, networks=replace(tools.networks, own_rates=self.rates))

    def owe(self, count):
        super().owe(count)
        with self.database.writing(AllTowns()) as session:
            for town in session.scalars(select(Town)):
                town.is_demonstration = False

    def owe_more(self, kind, channel=Channel.SMS, text=Text.ANSWER_WELL):
        with self.database.writing(AllTowns()) as session:
            town = session.scalars(select(Town)).one()
            person = a_resident(session, town_id=town.id, address=None)
            promise(
                session,
                town_id=town.id,
                kind=kind,
                to_person_id=person.id,
                dedup_key=f"{kind}:{person.id}",
                words=Words(text=text, values={"code": "123456", "minutes": 5}),
                channel=channel,
                now=self.clock(),
            )


@pytest.fixture
def town(database):
    clock = RunningClock()
    with TwilioStandIn(clock=clock) as twilio:
        yield PacedTown(database, twilio, clock)


def most_in_a_second(taken):
    """The largest number taken within any one second."""
    times = sorted(one.made_at for one in taken)
    second = timedelta(seconds=1)
    return max(sum(first <= each < first + second for each in times) for first in times)


def test_a_backlog_leaves_at_the_senders_rate_and_not_slower(town):
    town.owe(PEOPLE)
    began = time.monotonic()
    assert deliver(town.tools) == PEOPLE
    took = time.monotonic() - began
    assert town.count() == (0, 0)
    assert most_in_a_second(town.twilio.texts) <= RATE + ON_THE_WIRE
    assert took >= (PEOPLE - 1) / RATE


def test_two_workers_together_keep_to_one_rate(town):
    town.owe(PEOPLE)
    workers = [threading.Thread(target=deliver, args=(town.tools,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    while town.statuses()["pending"]:
        deliver(town.tools)
    assert town.count() == (0, 0)
    assert most_in_a_second(town.twilio.texts) <= RATE + ON_THE_WIRE


def test_after_two_hours_away_what_still_holds_is_sent_without_a_burst(town):
    town.owe(PEOPLE)
    with town.database.writing(AllTowns()) as session:
        for message in session.scalars(select(Message).limit(10)):
            message.valid_until = town.clock() + timedelta(hours=1)
    there, town.twilio.base_url = town.twilio.base_url, NOBODY_LISTENS
    for _ in range(6):
        deliver(town.tools)
        town.clock.advance(timedelta(minutes=20))
    assert town.twilio.texts == []
    town.twilio.base_url = there
    for _ in range(3):
        town.clock.advance(timedelta(minutes=4))
        deliver(town.tools)
    assert town.statuses() == {"accepted": PEOPLE - 10, "expired": 10}
    assert town.count() == (10, 0)
    assert most_in_a_second(town.twilio.texts) <= RATE + ON_THE_WIRE


def test_lines_that_were_all_kept_waiting_do_not_leave_at_once(town):
    town.rates = {Channel.SMS: 40}
    town.owe(80)
    town.twilio.latency_s = 1.2  # 32 lines manage less than the sender would take
    deliver(town.tools)
    assert town.count() == (0, 0)
    assert most_in_a_second(town.twilio.texts) <= 40 + ON_THE_WIRE


def test_what_is_urgent_overtakes_a_backlog(town):
    town.owe(PEOPLE)
    town.owe_more(MessageKind.SIGN_IN_CODE, text=Text.SIGN_IN_CODE)
    deliver(town.tools)
    assert "123456" in town.twilio.texts[0].fields["Body"]


def test_a_slow_sender_of_texts_holds_back_no_call(town):
    town.rates = {Channel.SMS: 1}
    town.owe(6)
    town.owe_more(MessageKind.NOTICE, channel=Channel.VOICE)
    deliver(town.tools)
    (call,) = town.twilio.calls
    assert call.made_at < town.twilio.texts[2].made_at


def test_each_part_of_a_long_text_counts(town):
    town.rates = {Channel.SMS: 4}
    town.owe(4)
    with town.database.writing(AllTowns()) as session:
        for message in session.scalars(select(Message)):
            message.body = "x" * 300
    began = time.monotonic()
    deliver(town.tools)
    assert {message.segments for message in rows(town, Message)} == {2}
    assert time.monotonic() - began >= 3 * 2 / 4


def owe_very_long(town, count):
    town.owe(count)
    with town.database.writing(AllTowns()) as session:
        for message in session.scalars(select(Message)):
            message.body = "가" * 1580


def test_very_long_texts_do_not_switch_the_pace_off(town):
    town.rates = {Channel.SMS: 1}
    owe_very_long(town, 8)
    pacer = pacer_of(town.tools)
    claims = [[one for one in _claim(town.tools, pacer) if one] for _ in range(3)]
    assert [[one.units for one in claim] for claim in claims] == [[24], [], []]
    assert town.statuses() == {"sending": 1, "pending": 7}


def test_nor_where_each_is_claimed_by_itself(town):
    town.rates = {Channel.SMS: 1}
    owe_very_long(town, 2)
    pacer = pacer_of(town.tools)
    claims = [_claim_singly(town.tools, pacer) for _ in range(2)]
    assert [len(claim) for claim in claims] == [1, 0]
    assert town.statuses() == {"sending": 1, "pending": 1}


def test_a_turn_that_comes_too_late_is_given_back_and_takes_none(town):
    town.rates = {Channel.SMS: 1}
    owe_very_long(town, 1)
    pacer = pacer_of(town.tools)
    (claimed,) = _claim(town.tools, pacer)
    assert claimed
    late = replace(claimed, waits_s=LEAVES_WITHIN_S + 1)
    began = time.monotonic()
    for _ in range(2):
        assert _send(town.tools, late, pacer=pacer).answer is Answer.TRY_LATER
    assert time.monotonic() - began < 1
    assert _send(town.tools, claimed, pacer=pacer).answer is Answer.TAKEN
    assert time.monotonic() - began < 5
    assert len(town.twilio.texts) == 1


def test_words_of_an_invented_town_take_no_turn(town):
    town.rates = {Channel.SMS: 1}
    town.owe(4)
    with town.database.writing(AllTowns()) as session:
        session.scalars(select(Town)).one().is_demonstration = True
    began = time.monotonic()
    while town.statuses()["pending"]:
        deliver(town.tools)
    assert time.monotonic() - began < 3
    (pace,) = rows(town, SenderPace)
    assert pace.free_at <= town.clock()


def rows(town, table):
    with town.database.reading(AllTowns()) as session:
        return session.scalars(select(table)).all()


@pytest.mark.parametrize(
    ("own", "follows", "rates"),
    [
        pytest.param({}, True, {Channel.SMS: 1, Channel.VOICE: 1}, id="as the profiles say"),
        pytest.param({}, False, {}, id="a stand-in has none"),
        pytest.param({Channel.SMS: 9}, False, {Channel.SMS: 9}, id="unless a setting says one"),
        pytest.param(
            {Channel.SMS: 9}, True, {Channel.SMS: 9, Channel.VOICE: 1}, id="a setting goes first"
        ),
        pytest.param({Channel.SMS: 0, Channel.VOICE: 0}, True, {}, id="nought: as fast as can be"),
    ],
)
def test_which_rate_holds(town, own, follows, rates):
    town.owe(1)
    networks = replace(town.tools.networks, own_rates=own, follows_profiles=follows)
    pacer = pacer_of(replace(town.tools, networks=networks))
    assert dict(pacer._rates) == rates


def test_a_machine_with_invented_towns_only_needs_no_pace(town):
    with town.database.writing(AllTowns()) as session:
        a_town(session, channel_profile="two-way")
    networks = replace(town.tools.networks, own_rates={}, follows_profiles=True)
    assert not pacer_of(replace(town.tools, networks=networks)).is_needed
