"""An answer counts from the moment the question may have been read, not when we wrote that it was.

A process dies, or waits in vain, after the network took the words; the answer comes all the same.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.jobs.reconcile import reconcile
from notifications.memory_sms import MemoryNetwork
from notifications.port import Answer, SendResult
from tests.jobs.test_check_ins_run import AT_TEN_PAST, write_back

SOON = timedelta(seconds=30)


class KilledError(Exception):
    """The process ends here."""


class TakesAndDies(MemoryNetwork):
    """Takes the words; whoever sent them never hears so."""

    def send(self, parcel):
        self.sent.append(parcel)
        raise KilledError


class TakesInDoubt(MemoryNetwork):
    """Takes the words, and its own answer is lost."""

    def send(self, parcel):
        self.sent.append(parcel)
        return SendResult(answer=Answer.AMBIGUOUS)


@pytest.fixture
def channel_profile():
    return "two-way"


def ask(town, network):
    """Ask the resident over a network that gives no word."""
    town.texts = network
    town.clock.advance(AT_TEN_PAST)
    with suppress(KilledError):
        town.work()
    (message,) = town.messages
    return message.status


@pytest.mark.parametrize("network", [TakesAndDies, TakesInDoubt])
def test_an_answer_before_the_word_of_delivery_settles_the_day_for_good(town, network):
    assert ask(town, network()) in (MessageStatus.SENDING, MessageStatus.UNKNOWN)
    assert (town.slot_status, town.slot.asked_at) == (SlotStatus.DUE, None)
    town.clock.advance(SOON)

    row = write_back(town, "1")

    assert not row.needs_review
    assert town.slot_status == SlotStatus.ANSWERED
    for _ in range(4):
        town.clock.advance(timedelta(minutes=10))
        reconcile(town.tools)
    question = min(town.messages, key=lambda one: one.created_at)
    assert question.status is MessageStatus.DELIVERED
    town.texts = MemoryNetwork()
    town.work(timedelta(hours=6))
    assert (town.slot_status, town.slot.next_rung_at) == (SlotStatus.ANSWERED, None)
    assert town.alerts == []


def test_an_answer_that_is_found_late_is_weighed_by_when_the_question_left(town):
    ask(town, TakesInDoubt())
    town.clock.advance(SOON)
    written_at = town.clock()
    town.clock.advance(timedelta(minutes=10))
    reconcile(town.tools)
    assert town.slot_status == SlotStatus.WAITING

    row = write_back(town, "1", sent_at=written_at)

    assert not row.needs_review
    assert (town.slot_status, town.slot.answered_at) == (SlotStatus.ANSWERED, written_at)


def test_what_was_written_before_the_question_left_is_no_answer(town):
    written_at = town.clock()
    ask(town, TakesInDoubt())

    row = write_back(town, "1", sent_at=written_at)

    assert row.needs_review
    assert town.slot_status == SlotStatus.DUE


def test_a_question_the_network_refused_is_not_open(town):
    refused = SendResult(answer=Answer.REFUSED)
    ask(town, MemoryNetwork(refused))

    assert write_back(town, "1").needs_review
    assert town.slot_status == SlotStatus.NOT_ASKED
