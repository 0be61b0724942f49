"""The word that a question arrived comes late: what staff did meanwhile is not undone by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.miss_slot import miss_slot
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from models import Message
from tests.jobs.conftest import BY
from tests.jobs.test_carers_not_reached import comes_of

AT_TEN_PAST = timedelta(minutes=10)


@pytest.fixture
def channel_profile():
    return "two-way"


def is_not_known_to_have_left(town):
    """Its time is over, and nobody knows what became of it: a person is to ask."""
    town.clock.advance(AT_TEN_PAST)
    ask_due_check_ins(town.tools)
    word(town, MessageStatus.UNKNOWN)
    town.clock.advance(timedelta(hours=2))
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        miss_slot(session, slot=slot, code="too_late", by=BY, now=town.clock())
    (call,) = town.call_tasks
    return call


def word(town, status):
    (question,) = [each for each in town.messages if each.kind is MessageKind.CHECK_IN]
    with town.database.writing(town.scope) as session:
        message = session.get_one(Message, question.id, with_for_update=True)
        message.attempt = 1
        said = DeliveryWord(status=status, attempt=1)
        record_delivery(session, message=message, word=said, by=BY, now=town.clock())


def hours_pass(town):
    for minutes in (31, 90, 60, 10):
        town.work(timedelta(minutes=minutes))


@pytest.mark.parametrize("outcome", [CallOutcome.SPOKE, CallOutcome.REFUSED])
def test_who_was_spoken_with_is_not_looked_for_because_a_receipt_came_late(town, outcome):
    comes_of(town, is_not_known_to_have_left(town), outcome)
    town.clock.advance(timedelta(hours=4))
    word(town, MessageStatus.DELIVERED)
    hours_pass(town)
    assert town.slot_status == SlotStatus.NOT_ASKED
    assert town.alerts == []
    assert town.texts.sent == []


def test_who_was_not_reached_is_followed_once_the_question_is_known_to_have_arrived(town):
    comes_of(town, is_not_known_to_have_left(town), CallOutcome.NO_ANSWER)
    town.clock.advance(timedelta(minutes=20))
    word(town, MessageStatus.DELIVERED)
    assert town.slot_status == SlotStatus.WAITING
    hours_pass(town)
    assert town.slot_status == SlotStatus.SILENT
    assert {each.kind for each in town.call_tasks} == {CallTaskKind.NOT_ASKED}
