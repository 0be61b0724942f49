"""A channel that fails is told of once, by the other one, and its end as well."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import AlertStatus, MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.jobs.deliver import deliver
from hopecare.jobs.watch_channels import watch_channels
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.services.raise_alert import Cause, raise_alert
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.resolve_alert import resolve_alert
from models import Message, Town
from notifications.memory_sms import MemoryNetwork
from notifications.outbox import promise
from notifications.port import Answer, Failure, SendResult
from notifications.twilio_codes import failure_of
from tests.jobs.conftest import BY

pytestmark = pytest.mark.both_databases

MINUTE = timedelta(minutes=1)
LOST = SendResult(answer=Answer.REFUSED, failure=Failure.UNREACHABLE, provider_code="30008")
NOT_US = SendResult(
    answer=Answer.TRY_LATER, failure=Failure.PROVIDER_REFUSED, provider_code="20003"
)
OLD_NUMBER = SendResult(answer=Answer.REFUSED, failure=Failure.BAD_NUMBER, provider_code="21211")
RANG_OUT = SendResult(answer=Answer.REFUSED, failure=Failure.NO_ANSWER)


@pytest.fixture(autouse=True)
def a_real_town(town):
    """Its words leave the machine."""
    with town.database.writing(town.scope) as session:
        session.get_one(Town, town.scope.town_id).is_demonstration = False


def says(town, number: int, *, channel: Channel = Channel.SMS) -> None:
    """So many messages to the resident are handed over now."""
    with town.database.writing(town.scope) as session:
        for place in range(number):
            promise(
                session,
                town_id=town.scope.town_id,
                kind=MessageKind.NOTICE,
                to_person_id=town.resident_id,
                dedup_key=f"{channel}:{town.clock()}:{place}",
                words=Words(text=Text.NEUTRAL, values={"office": "031-000-0000"}),
                channel=channel,
                now=town.clock(),
            )
    deliver(town.tools)


def arrives(town) -> None:
    """The network reports everything that is on its way as delivered."""
    with town.database.writing(town.scope) as session:
        waiting = select(Message).where(Message.status == MessageStatus.ACCEPTED)
        for message in session.scalars(waiting).all():
            word = DeliveryWord(status=MessageStatus.DELIVERED)
            record_delivery(session, message=message, word=word, by=BY, now=town.clock())


def failing(town):
    return [alert for alert in town.alerts if alert.kind is AlertKind.CHANNEL_FAILING]


def told(town, network: MemoryNetwork) -> list[str]:
    number = town.phone_of(town.coordinator_id)
    return [parcel.body for parcel in network.sent if parcel.to == number]


def test_lost_texts_are_told_of_by_a_call_once_while_it_lasts(town):
    town.texts = MemoryNetwork(*[LOST] * 6)
    says(town, 6)

    for _ in range(5):
        watch_channels(town.tools)
        deliver(town.tools)
        town.clock.advance(MINUTE)
    (alert,) = failing(town)
    assert alert.status is AlertStatus.RAISED
    assert told(town, town.texts) == []
    (call,) = told(town, town.calls)
    assert "문자가 가지 않고 있습니다" in call


def test_lost_calls_are_told_of_by_a_text(town):
    town.calls = MemoryNetwork(*[LOST] * 6)
    says(town, 6, channel=Channel.VOICE)
    watch_channels(town.tools)
    deliver(town.tools)

    assert told(town, town.calls) == []
    (text,) = told(town, town.texts)
    assert "전화가 가지 않고 있습니다" in text


@pytest.mark.parametrize(
    ("channel", "answer", "number"),
    [
        (Channel.SMS, LOST, 4),
        (Channel.SMS, OLD_NUMBER, 20),
        (Channel.VOICE, RANG_OUT, 20),
    ],
)
def test_few_losses_old_numbers_and_nobody_at_home_are_no_failure(town, channel, answer, number):
    network = MemoryNetwork(*[answer] * number)
    town.texts, town.calls = (
        (network, town.calls) if channel is Channel.SMS else (town.texts, network)
    )
    says(town, number, channel=channel)

    assert watch_channels(town.tools) == 0
    assert failing(town) == []


def test_an_account_that_is_refused_is_told_of_at_once(town):
    town.texts = MemoryNetwork(*[NOT_US] * 2)
    says(town, 2)

    assert watch_channels(town.tools) == 1


def test_one_text_that_is_refused_at_each_try_is_told_of(town):
    """At night one alert may be all that leaves."""
    town.texts = MemoryNetwork(*[NOT_US] * 9)
    says(town, 1)
    assert watch_channels(town.tools) == 0
    town.clock.advance(MINUTE)
    deliver(town.tools)

    assert watch_channels(town.tools) == 1


@pytest.mark.parametrize(
    "code", ["21408", "21606", "21612", "21659", "21660", "21661", "30002", "30007"]
)
def test_what_only_an_operator_can_mend_is_told_of_at_once(town, code):
    ours = SendResult(answer=Answer.REFUSED, failure=failure_of(code), provider_code=code)
    town.texts = MemoryNetwork(*[ours] * 2)
    says(town, 2)

    assert watch_channels(town.tools) == 1


def test_texts_of_which_nothing_is_heard_are_told_of_and_then_their_end(town):
    says(town, 5)
    assert watch_channels(town.tools) == 0
    town.clock.advance(16 * MINUTE)
    assert watch_channels(town.tools) == 1
    deliver(town.tools)
    assert len(told(town, town.calls)) == 1

    arrives(town)
    assert [watch_channels(town.tools) for _ in range(2)] == [1, 0]
    deliver(town.tools)
    (alert,) = failing(town)
    assert (alert.status, alert.ended_by) == (AlertStatus.RESOLVED, AlertEnd.ALL_CLEAR)
    (all_clear,) = told(town, town.texts)
    assert "문자가 다시 잘 갑니다" in all_clear


def test_whoever_was_told_together_with_other_alerts_hears_that_it_works_again(town):
    """Above the hour's ceiling alerts leave as one text."""
    with town.database.writing(town.scope) as session:
        for place in range(8):
            cause = Cause(dedup_key=f"silence:{place}", person_id=town.resident_id)
            kind = AlertKind.SILENCE
            raise_alert(
                session, town_id=town.scope.town_id, kind=kind, cause=cause, by=BY, now=town.clock()
            )
    deliver(town.tools)
    town.calls = MemoryNetwork(*[LOST] * 6)
    says(town, 6, channel=Channel.VOICE)
    with town.database.writing(town.scope) as session:
        cause = Cause(dedup_key="silence:9", person_id=town.resident_id)
        kind = AlertKind.SILENCE
        raise_alert(
            session, town_id=town.scope.town_id, kind=kind, cause=cause, by=BY, now=town.clock()
        )
    watch_channels(town.tools)
    for _ in range(2):
        town.clock.advance(6 * MINUTE)
        deliver(town.tools)
    assert not any("전화가 가지 않고" in text for text in told(town, town.texts))

    town.clock.advance(40 * MINUTE)
    says(town, 6, channel=Channel.VOICE)
    arrives(town)
    assert watch_channels(town.tools) == 1
    deliver(town.tools)
    assert "전화가 다시 잘 갑니다" in told(town, town.texts)[-1]


def test_silence_alone_ends_no_alert(town):
    town.texts = MemoryNetwork(*[LOST] * 6)
    says(town, 6)
    watch_channels(town.tools)
    town.clock.advance(timedelta(hours=3))

    assert watch_channels(town.tools) == 0
    assert failing(town)[0].status is AlertStatus.RAISED


def test_an_alert_somebody_has_ended_comes_back_only_after_a_while(town):
    town.texts = MemoryNetwork(*[LOST] * 12)
    says(town, 6)
    watch_channels(town.tools)
    with town.database.writing(town.scope) as session:
        (alert,) = failing(town)
        end = AlertEnd.NOT_NEEDED
        resolve_alert(session, alert_id=alert.id, ended_by=end, by=BY, now=town.clock())
    town.clock.advance(MINUTE)
    assert watch_channels(town.tools) == 0
    town.clock.advance(40 * MINUTE)
    says(town, 6)
    assert watch_channels(town.tools) == 1


def test_two_workers_raise_one_alert(town):
    town.texts = MemoryNetwork(*[LOST] * 6)
    says(town, 6)
    with ThreadPoolExecutor(2) as workers:
        raised = list(workers.map(watch_channels, [town.tools] * 2))

    assert sorted(raised) == [0, 1]
    assert len(failing(town)) == 1


def test_a_demonstration_says_nothing_about_a_network(town):
    with town.database.writing(town.scope) as session:
        session.get_one(Town, town.scope.town_id).is_demonstration = True
    town.texts = MemoryNetwork(*[LOST] * 6)
    says(town, 6)

    assert watch_channels(town.tools) == 0
