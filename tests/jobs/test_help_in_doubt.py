"""A question whose fate is in doubt does not leave once more to whoever has answered it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import MessageKind
from hopecare.jobs.reconcile import reconcile
from notifications.memory_sms import MemoryNetwork
from notifications.port import Answer, Failure, SendResult
from tests.jobs.test_check_ins_run import write_back


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.mark.parametrize("answer", ["1", "2"])
def test_whoever_has_answered_is_not_asked_again_where_the_list_does_not_show_it(town, answer):
    in_doubt = SendResult(answer=Answer.AMBIGUOUS, failure=Failure.PROVIDER_DOWN)
    town.texts = MemoryNetwork(in_doubt)
    town.work(timedelta(minutes=6))
    assert [message.status for message in town.messages] == [MessageStatus.UNKNOWN]
    write_back(town, answer)
    for _ in range(6):
        town.clock.advance(timedelta(seconds=70))
        reconcile(town.tools)
        town.work()

    (question,) = [each for each in town.messages if each.kind is MessageKind.CHECK_IN]
    assert question.status is MessageStatus.STOPPED
    assert not [body for body in town.texts_to(town.resident_id) if "어떠세요" in body]
