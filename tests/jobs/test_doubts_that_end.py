"""A question whose fate stays unknown, since the provider is silent, ends in a call."""

from __future__ import annotations

from datetime import timedelta

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.errors import ProviderSilentError
from hopecare.jobs.reconcile import reconcile
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from models import Message
from notifications.memory_sms import MemoryNetwork
from notifications.port import Answer, SendResult
from tests.jobs.conftest import BY

MINUTE = timedelta(minutes=1)
AT_TEN_PAST = timedelta(minutes=10)


class Silent(MemoryNetwork):
    """A provider that does not say what it has."""

    def seen(self, *_args, **_kwargs):
        raise ProviderSilentError


def test_a_question_in_doubt_ends_in_a_call_though_the_provider_is_silent(town):
    town.calls = Silent(SendResult(answer=Answer.AMBIGUOUS))
    town.work(AT_TEN_PAST)
    reconcile(town.tools)
    (question,) = town.messages
    assert question.status is MessageStatus.UNKNOWN
    town.at(question.valid_until - MINUTE)
    reconcile(town.tools)
    assert town.slot_status == SlotStatus.DUE
    town.clock.advance(2 * MINUTE)
    reconcile(town.tools)
    assert town.slot_status == SlotStatus.NOT_ASKED
    (call,) = town.call_tasks
    assert (call.kind, call.person_id) == (CallTaskKind.NOT_ASKED, town.resident_id)
    reconcile(town.tools)
    assert len(town.call_tasks) == 1


def test_a_late_word_that_it_arrived_still_makes_it_asked(town):
    town.calls = Silent(SendResult(answer=Answer.AMBIGUOUS))
    town.work(AT_TEN_PAST)
    reconcile(town.tools)
    (question,) = town.messages
    town.at(question.valid_until + MINUTE)
    reconcile(town.tools)
    with town.database.writing(town.scope) as session:
        message = session.get_one(Message, question.id)
        word = DeliveryWord(status=MessageStatus.DELIVERED)
        record_delivery(session, message=message, word=word, by=BY, now=town.clock())
    assert town.slot_status == SlotStatus.WAITING
