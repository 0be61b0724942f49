"""A "try later" puts back the send it answers, and never a newer one of the same message."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.jobs.answers import record_answers
from hopecare.jobs.claimed import Claimed
from models import Message
from notifications.port import Answer, Parcel, SendResult
from tests.jobs.conftest import BY

CAME_OF_IT = {1: MessageStatus.SENDING, 2: MessageStatus.PENDING}
"""By which of two sends is answered, while the second is under way."""


@pytest.mark.parametrize(("answered", "status"), CAME_OF_IT.items())
def test_only_the_send_that_is_answered_is_put_back(town, answered, status):
    town.work(timedelta(minutes=10))
    with town.database.writing(town.scope) as session:
        (sent,) = [each for each in town.messages if each.slot_id is not None][:1]
        message = session.get_one(Message, sent.id)
        message.status, message.attempt = MessageStatus.SENDING, 2
        message.valid_until = town.clock() + timedelta(days=1)
    parcel = Parcel(
        message_id=sent.id, attempt=answered, to="+820212345678", body="?", language="ko",
        valid_for=timedelta(hours=1),
    )  # fmt: skip
    claimed = Claimed(parcel, Channel.VOICE, 0.0)

    record_answers(town.tools, [(claimed, SendResult(answer=Answer.TRY_LATER))], by=BY)

    with town.database.reading(town.scope) as session:
        assert session.get_one(Message, sent.id).status is status
