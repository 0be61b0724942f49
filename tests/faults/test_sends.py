"""No message is lost and none is sent twice, whatever breaks between us and the network."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.identity import SystemActor
from hopecare.jobs.deliver import LEAVES_WITHIN_S, _claim_batch, _send, deliver
from hopecare.jobs.reconcile import BATCH
from hopecare.queries.messages import find_message
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from notifications.port import Answer, Parcel, SendResult
from notifications.routing import Networks
from notifications.twilio_sms import TwilioSms
from tests.standin.twilio import Mood

PEOPLE = 12


class KilledError(BaseException):
    """The process dies."""


class DyingSms:
    """Hands over to the network, then the process dies before it can write so."""

    name = "twilio"

    def __init__(self, real: TwilioSms, *, dies_after: int) -> None:
        self._real, self._left, self._lock = real, dies_after, threading.Lock()

    def send(self, parcel: Parcel) -> SendResult:
        result = self._real.send(parcel)
        with self._lock:
            self._left -= 1
            if self._left < 0:
                raise KilledError
        return result

    def seen(self, to, *, since):
        return self._real.seen(to, since=since)

    def became(self, provider_sid):
        return self._real.became(provider_sid)

    def heard(self, *, since):
        return self._real.heard(since=since)


def die_while_sending(town, *, dies_after: int) -> None:
    """One process claims everything, hands it over and dies before recording the rest."""
    tools = town.tools
    dying = DyingSms(tools.networks.texts, dies_after=dies_after)
    doomed = type(tools)(
        database=tools.database,
        networks=Networks(texts=dying, calls=tools.networks.calls),
        clock=tools.clock,
    )
    with pytest.raises(KilledError):
        deliver(doomed)


@pytest.mark.parametrize("dies_after", [0, 5, 11])
def test_a_crash_between_acceptance_and_record(town, dies_after):
    town.owe(PEOPLE)

    die_while_sending(town, dies_after=dies_after)
    assert len(town.twilio.texts) == PEOPLE
    town.settle()

    assert town.count() == (0, 0)
    assert town.statuses() == {"accepted": PEOPLE}


@pytest.mark.parametrize(
    "moods",
    [
        pytest.param([Mood.TOO_MANY] * 5, id="too many requests"),
        pytest.param([Mood.ERROR_AFTER_ACCEPT] * 5, id="an error after it was accepted"),
        pytest.param([Mood.ERROR_BEFORE_ACCEPT] * 5, id="an error before it was accepted"),
        pytest.param([Mood.HANG_AFTER_ACCEPT] * 3, id="silence after it was accepted"),
        pytest.param([Mood.TOO_MANY, Mood.ERROR_AFTER_ACCEPT, Mood.HANG_AFTER_ACCEPT], id="all"),
    ],
)
def test_a_network_that_misbehaves(town, moods):
    town.owe(PEOPLE)
    town.twilio.moods.extend(moods)

    deliver(town.tools)
    town.settle()

    assert town.count() == (0, 0)
    assert town.statuses() == {"accepted": PEOPLE}


def test_a_crash_that_leaves_very_many_in_doubt_is_settled_in_one_run(town):
    many = BATCH + 15
    town.owe(many)

    die_while_sending(town, dies_after=0)
    town.settle(rounds=1)

    assert town.count() == (0, 0)
    assert town.statuses() == {"accepted": many}


def test_a_send_that_stays_in_doubt_is_asked_about_twice_before_it_is_repeated(town):
    town.owe(1)
    town.twilio.moods.append(Mood.ERROR_BEFORE_ACCEPT)

    deliver(town.tools)
    assert town.statuses() == {"unknown": 1}
    town.settle(rounds=1)
    assert town.twilio.texts == []
    town.settle(rounds=2)

    assert len(town.twilio.texts) == 1
    message = only(town)
    assert message.possible_duplicate


def test_a_callback_that_is_faster_than_the_answer(town):
    town.owe(1)
    town.twilio._post = lambda url, fields, _headers: take_callback(town, url, fields)
    town.twilio.moods.append(Mood.CALL_BACK_FIRST)

    deliver(town.tools)

    message = only(town)
    assert message.status is MessageStatus.SENT
    assert message.provider_sid == town.twilio.texts[0].sid


def test_a_provider_that_was_away_too_long_sends_nothing_stale(town):
    town.owe(3)
    town.twilio.moods.extend([Mood.TOO_MANY] * 3)

    deliver(town.tools)
    town.clock.advance(timedelta(days=2))
    deliver(town.tools)

    assert town.twilio.texts == []
    assert town.statuses() == {"expired": 3}


def test_two_workers_at_once_send_each_text_once(town):
    town.owe(PEOPLE)

    workers = [threading.Thread(target=deliver, args=(town.tools,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert town.count() == (0, 0)


def test_a_claim_that_found_no_line_in_time_is_given_back_unsent(town):
    town.owe(1)
    (claimed,) = _claim_batch(town.tools)
    assert claimed
    waited = replace(claimed, claimed_at_s=claimed.claimed_at_s - LEAVES_WITHIN_S - 1)

    assert _send(town.tools, waited).answer is Answer.TRY_LATER
    assert town.twilio.texts == []
    assert _send(town.tools, claimed).answer is Answer.TAKEN


def take_callback(town, url: str, fields: dict[str, str]) -> tuple[int, str]:
    """What the webhook does with it, without the web."""
    message_id = UUID(parse_qs(urlsplit(url).query)["mid"][0])
    with town.database.writing(AllTowns()) as session:
        message = find_message(session, message_id, alone=True)
        assert message is not None
        word = DeliveryWord(
            status=MessageStatus(fields["MessageStatus"]),
            provider="twilio",
            provider_sid=fields["MessageSid"],
        )
        by = SystemActor(name="twilio")
        record_delivery(session, message=message, word=word, by=by, now=town.clock())
    return 204, ""


def only(town):
    (text,) = town.twilio.texts
    message_id = UUID(parse_qs(urlsplit(text.fields["StatusCallback"]).query)["mid"][0])
    with town.database.reading(AllTowns()) as session:
        return find_message(session, message_id)
