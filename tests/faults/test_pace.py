"""Our sender takes so much a second: counted at the provider's side, whatever came before."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.jobs.deliver import LEAVES_WITHIN_S, _claim, _claim_singly, _send, deliver
from hopecare.jobs.pacing import Pacer, pacer_of
from hopecare.language.wordings import Text
from models import Message, SenderPace, Town
from notifications.port import Answer
from tests.factories.towns import a_town
from tests.faults.paced import RATE, ROUNDING, PacedTown, RunningClock, ahead_of_the_sender
from tests.standin.twilio import TwilioStandIn

PEOPLE = 50
AT_ONCE_S = 20
"""Far more than a busy machine needs, and less than any of these turns would be waited for."""


@pytest.fixture
def town(database):
    clock = RunningClock()
    with TwilioStandIn(clock=clock) as twilio:
        yield PacedTown(database, twilio, clock)


def test_a_backlog_leaves_at_the_senders_rate_and_not_slower(town):
    town.owe(PEOPLE)
    since, began = town.clock(), time.monotonic()
    assert deliver(town.tools) == PEOPLE
    took = time.monotonic() - began
    assert town.count() == (0, 0)
    assert ahead_of_the_sender(town.twilio.texts, since=since, rate=RATE) <= ROUNDING
    assert took >= (PEOPLE - 1) / RATE


def test_two_workers_together_keep_to_one_rate(town):
    rate = 10  # so slow that one worker cannot claim everybody at once
    town.rates = {Channel.SMS: rate}
    town.owe(PEOPLE)
    since = town.clock()
    workers = [threading.Thread(target=deliver, args=(town.tools,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    while town.statuses()["pending"]:
        deliver(town.tools)
    assert town.count() == (0, 0)
    assert ahead_of_the_sender(town.twilio.texts, since=since, rate=rate) <= ROUNDING


def test_lines_that_were_all_kept_waiting_do_not_leave_at_once():
    pacer, rate, lines = Pacer({Channel.SMS: 40}), 40, 32
    left: list[float] = []

    def leave():
        assert pacer.wait(Channel.SMS, 1, until_s=long_past, latest_s=began + LEAVES_WITHIN_S)
        left.append(time.monotonic())

    began = time.monotonic()
    long_past = began - 60
    waiting = [threading.Thread(target=leave) for _ in range(lines)]
    for line in waiting:
        line.start()
    for line in waiting:
        line.join()
    ahead = [before - rate * (at - began) for before, at in enumerate(sorted(left))]
    assert len(ahead) == lines
    assert max(ahead) <= ROUNDING


def test_what_is_urgent_overtakes_a_backlog(town):
    town.owe(PEOPLE)
    town.owe_more(MessageKind.SIGN_IN_CODE, text=Text.SIGN_IN_CODE)
    deliver(town.tools)
    # Side by side, one text's line may be a moment faster; behind the backlog it would come last.
    assert any("123456" in text.fields["Body"] for text in town.twilio.texts[: PEOPLE // 5])


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
    assert _send(town.tools, claimed, pacer=pacer).answer is Answer.TAKEN
    assert time.monotonic() - began < AT_ONCE_S
    assert len(town.twilio.texts) == 1


def test_words_of_an_invented_town_take_no_turn(town):
    town.rates = {Channel.SMS: 1}
    town.owe(AT_ONCE_S + 5)
    with town.database.writing(AllTowns()) as session:
        session.scalars(select(Town)).one().is_demonstration = True
    began = time.monotonic()
    while town.statuses()["pending"]:
        deliver(town.tools)
    assert time.monotonic() - began < AT_ONCE_S
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
