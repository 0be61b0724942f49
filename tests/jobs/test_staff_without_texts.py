"""Whoever takes alerts and can be texted no more is rung, also where texts are answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import AlertStatus, MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.replies import ReplyMeaning, TextsStoppedBy
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.record_keypress import record_keypress
from hopecare.services.record_reply import record_reply
from hopecare.services.set_texts_wish import set_texts_wish
from hopecare.services.start_sending import start_sending
from hopecare.services.stop_sending import stop_sending
from models import ContactPoint, Message, SendingStop
from notifications.memory_sms import MemoryNetwork
from notifications.port import Answer, Failure, SendResult
from tests.jobs.conftest import BY

MINUTE = timedelta(minutes=1)
NOT_US = SendResult(
    answer=Answer.TRY_LATER, failure=Failure.PROVIDER_REFUSED, provider_code="20003"
)
AWAY = SendResult(answer=Answer.TRY_LATER, failure=Failure.PROVIDER_DOWN)
DOUBT = SendResult(answer=Answer.AMBIGUOUS, failure=Failure.PROVIDER_DOWN)


@pytest.fixture
def channel_profile():
    return "two-way"


def asks_for_help(town):
    town.work(timedelta(minutes=10))
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        record_reply(
            session,
            slot=slot,
            meaning=ReplyMeaning.HELP,
            from_person_id=town.resident_id,
            by=BY,
            now=town.clock(),
        )
    town.work(timedelta(minutes=1))
    pass_alerts_on(town.tools)
    town.work()


def rung(town):
    number = town.phone_of(town.coordinator_id)
    return [parcel for parcel in town.calls.sent if parcel.to == number]


def test_who_wrote_stop_is_rung_at_once_and_takes_it_by_a_key(town):
    with town.database.writing(town.scope) as session:
        mine = select(ContactPoint).where(ContactPoint.person_id == town.coordinator_id)
        set_texts_wish(
            session,
            point=session.scalars(mine).one(),
            stops=True,
            asked_by=TextsStoppedBy.TEXT,
            by=BY,
            now=town.clock(),
        )
    asks_for_help(town)
    assert len(rung(town)) == 1
    pass_alerts_on(town.tools)
    town.work(timedelta(minutes=10))
    assert len(rung(town)) == 1
    with town.database.writing(town.scope) as session:
        call = select(Message).where(
            Message.to_person_id == town.coordinator_id, Message.channel == Channel.VOICE
        )
        record_keypress(
            session,
            message=session.scalars(call).one(),
            provider="test",
            call_sid="x",
            key="1",
            by=BY,
            now=town.clock(),
        )
    assert [alert.status for alert in town.alerts] == [AlertStatus.ACKNOWLEDGED]


def test_whom_the_text_reaches_is_not_rung_where_texts_are_answered(town):
    asks_for_help(town)
    assert len(town.texts_to(town.coordinator_id)) == 1
    assert rung(town) == []


def passes(town, minutes):
    for _ in range(minutes):
        town.work(MINUTE)
        pass_alerts_on(town.tools)
    town.work()


@pytest.mark.parametrize("answer", [NOT_US, AWAY, DOUBT])
def test_whose_text_does_not_leave_is_rung_after_five_minutes_once(town, answer):
    """An account that is refused, or a network that is away, keeps a text here for hours."""
    town.work(timedelta(minutes=10))
    town.texts = MemoryNetwork(*[answer] * 50)
    asks_for_help(town)
    passes(town, 3)
    assert rung(town) == []
    passes(town, 30)
    assert len(rung(town)) == 1


def stop_town(town, channel):
    with town.database.writing(town.scope) as session:
        stop_sending(
            session,
            town_id=town.scope.town_id,
            channel=channel,
            reason="a wrong text went out",
            by=BY,
            now=town.clock(),
        )


def start_town(town):
    (standing,) = town.rows(SendingStop)
    with town.database.writing(town.scope) as session:
        start_sending(session, stop_id=standing.id, reason="mended", by=BY, now=town.clock())


@pytest.mark.parametrize(("channel", "calls"), [(Channel.SMS, 1), (None, 0)])
def test_texts_stopped_by_hand_are_followed_by_a_call_where_calls_leave(town, channel, calls):
    town.work(timedelta(minutes=10))
    stop_town(town, channel)
    asks_for_help(town)
    passes(town, 10)
    assert len(rung(town)) == calls
    start_town(town)
    town.work(MINUTE)
    # What was stopped leaves as it was promised; nobody is rung anew because it lay here.
    assert (len(town.texts_to(town.coordinator_id)), len(rung(town))) == (1, calls)


def test_a_text_that_only_slept_with_the_worker_rings_nobody(town):
    town.work(timedelta(minutes=10))
    asks_for_help(town)
    with town.database.writing(town.scope) as session:
        mine = Message.to_person_id == town.coordinator_id
        text = session.scalars(select(Message).where(mine)).one()
        text.status, text.attempt, text.sent_at = MessageStatus.PENDING, 0, None
    town.clock.advance(timedelta(hours=3))
    pass_alerts_on(town.tools)
    town.work()
    assert (len(town.texts_to(town.coordinator_id)), rung(town)) == (2, [])
