"""What we hand to Twilio, and what we understand of its answers, over a real wire to a stand-in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from hopecare.domain.delivery import MessageStatus
from hopecare.errors import ProviderSilentError
from hopecare.settings import Settings
from notifications.port import Answer, Charge, Failure, Parcel
from notifications.routing import networks_of
from notifications.twilio_client import TwilioAccount
from notifications.twilio_sms import TwilioSms
from notifications.twilio_voice import TwilioVoice, spoken
from notifications.twilio_webhook import signed_by_twilio
from tests.standin.twilio import Mood, TwilioStandIn

PUBLIC = "https://care.example.org"
MESSAGE_ID = UUID("0198c7a0-0000-7000-8000-000000000001")
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


PATIENT_S, IMPATIENT_S = 30.0, 2.0
"""Where an answer is expected, and where none comes; a busy machine takes longer for either."""


@pytest.fixture
def twilio():
    with TwilioStandIn(hang_s=IMPATIENT_S * 2) as standin:
        yield standin


def account(twilio: TwilioStandIn, **changes: object) -> TwilioAccount:
    facts: dict[str, Any] = {
        "account_sid": twilio.account_sid,
        "auth_token": twilio.auth_token,
        "public_base_url": PUBLIC,
        "sender": twilio.number,
        "voice_sender": twilio.number,
        "api_base": twilio.base_url,
        "timeout_s": PATIENT_S,
    }
    return TwilioAccount(**(facts | changes))


def parcel(**changes: object) -> Parcel:
    facts: dict[str, Any] = {
        "message_id": MESSAGE_ID,
        "attempt": 1,
        "to": "+821000000001",
        "body": "오늘 어떠세요?",
        "language": "ko",
        "valid_for": timedelta(hours=2),
    }
    return Parcel(**(facts | changes))


def test_a_text_reaches_the_network_with_our_identifier_and_a_last_moment(twilio):
    result = TwilioSms(account(twilio)).send(parcel())

    (text,) = twilio.texts
    assert result.answer is Answer.TAKEN
    assert result.provider_sid == text.sid
    assert text.fields["Body"] == "오늘 어떠세요?"
    assert text.fields["ValidityPeriod"] == "7200"
    callback = urlsplit(text.fields["StatusCallback"])
    assert parse_qs(callback.query) == {"mid": [str(MESSAGE_ID)], "a": ["1"]}


def test_a_messaging_service_is_named_instead_of_a_number(twilio):
    service = "MG" + "0" * 32

    result = TwilioSms(account(twilio, sender=service)).send(parcel())

    assert result.answer is Answer.TAKEN
    assert twilio.texts[0].fields["MessagingServiceSid"] == service


def test_calls_come_from_a_number_where_texts_come_from_a_messaging_service(twilio, tmp_path):
    env = {
        "ENVIRONMENT": "test",
        "DATA_DIR": str(tmp_path),
        "TWILIO_ACCOUNT_SID": twilio.account_sid,
        "TWILIO_AUTH_TOKEN": twilio.auth_token,
        "TWILIO_FROM_NUMBER": "MG" + "0" * 32,
        "TWILIO_VOICE_NUMBER": twilio.number,
        "TWILIO_API_BASE": twilio.base_url,
        "PUBLIC_BASE_URL": "https://care.example.org",
    }
    settings = Settings.from_env({f"HOPECARE_{name}": value for name, value in env.items()})
    assert networks_of(settings).calls.send(parcel()).answer is Answer.TAKEN
    assert twilio.calls[0].fields["From"] == twilio.number


@pytest.mark.parametrize("network", [TwilioSms, TwilioVoice])
def test_what_still_waits_at_twilio_is_found_by_its_number(twilio, network):
    adapter = network(account(twilio))
    sent = adapter.send(parcel())
    taken = next(iter(twilio.texts + twilio.calls))
    assert taken.waits
    long_ago, soon = taken.made_at - timedelta(hours=1), taken.made_at + timedelta(hours=1)
    assert [each.provider_sid for each in adapter.seen(parcel().to, since=long_ago)] == [
        sent.provider_sid
    ]
    assert adapter.seen(parcel().to, since=soon) == []


@pytest.mark.parametrize(
    ("mood", "answer", "taken"),
    [
        pytest.param(Mood.TOO_MANY, Answer.TRY_LATER, 0, id="429 took nothing"),
        pytest.param(Mood.ERROR_AFTER_ACCEPT, Answer.AMBIGUOUS, 1, id="500 may have taken it"),
        pytest.param(Mood.ERROR_BEFORE_ACCEPT, Answer.AMBIGUOUS, 0, id="503 may have taken it"),
        pytest.param(Mood.HANG_AFTER_ACCEPT, Answer.AMBIGUOUS, 1, id="silence may have taken it"),
    ],
)
def test_only_what_surely_took_nothing_may_be_tried_again(twilio, mood, answer, taken):
    twilio.moods.append(mood)
    waits_s = IMPATIENT_S if mood is Mood.HANG_AFTER_ACCEPT else PATIENT_S

    result = TwilioSms(account(twilio, timeout_s=waits_s)).send(parcel())

    assert result.answer is answer
    assert len(twilio.texts) == taken


def test_a_line_that_never_opened_took_nothing(twilio):
    closed = account(twilio, api_base="http://127.0.0.1:1")

    assert TwilioSms(closed).send(parcel()).answer is Answer.TRY_LATER


@pytest.mark.parametrize(
    ("setting", "failure"),
    [
        pytest.param("opted_out", Failure.OPTED_OUT, id="asked for texts to stop"),
        pytest.param("landlines", Failure.LANDLINE, id="a landline takes no texts"),
    ],
)
def test_a_refusal_says_why_in_our_words(twilio, setting, failure):
    getattr(twilio, setting).add("+821000000001")

    result = TwilioSms(account(twilio)).send(parcel())

    assert (result.answer, result.failure) == (Answer.REFUSED, failure)
    assert twilio.texts == []


def test_an_impossible_number_is_refused(twilio):
    result = TwilioSms(account(twilio)).send(parcel(to="+0"))

    assert (result.answer, result.failure) == (Answer.REFUSED, Failure.BAD_NUMBER)


def test_wrong_credentials_are_our_mistake_and_lose_no_message(twilio):
    result = TwilioSms(account(twilio, auth_token="wrong")).send(parcel())

    assert result.answer is not Answer.TAKEN
    assert twilio.texts == []


def test_the_providers_list_shows_what_it_took(twilio):
    sender = TwilioSms(account(twilio))
    twilio.moods.append(Mood.ERROR_AFTER_ACCEPT)
    sender.send(parcel())
    sender.send(parcel(to="+821000000002"))

    (seen,) = sender.seen("+821000000001", since=SINCE)

    assert seen.provider_sid == twilio.texts[0].sid
    assert seen.body == "오늘 어떠세요?"
    assert seen.status is MessageStatus.ACCEPTED


def test_a_provider_that_cannot_be_asked_is_not_taken_for_an_empty_list(twilio):
    closed = account(twilio, api_base="http://127.0.0.1:1")

    with pytest.raises(ProviderSilentError):
        TwilioSms(closed).seen("+821000000001", since=SINCE)


def test_a_call_fetches_its_words_from_us(twilio):
    result = TwilioVoice(account(twilio)).send(parcel())

    (call,) = twilio.calls
    assert result.provider_sid == call.sid
    assert call.fields["Url"].startswith(f"{PUBLIC}/webhooks/twilio/voice?mid={MESSAGE_ID}")
    (seen,) = TwilioVoice(account(twilio)).seen("+821000000001", since=SINCE)
    assert seen.provider_sid == call.sid


def test_a_call_says_its_words_twice_and_listens_for_one_key():
    words = spoken(
        "1번을 눌러 주세요.", language="ko", listen_at="/key?mid=1", goodbye="안녕히 계세요."
    )

    assert words.count("1번을 눌러 주세요.") == 2
    assert words.count('<Gather action="/key?mid=1" input="dtmf" method="POST" numDigits="1"') == 2
    assert 'language="ko-KR"' in words
    assert words.endswith("<Hangup /></Response>")


def signed(twilio, url, fields, *, path=None, public=PUBLIC, header=None):
    signature = twilio.signature(url, fields) if header is None else header
    return signed_by_twilio(
        auth_token=twilio.auth_token,
        public_base_url=public,
        path_and_query=path or url.removeprefix(PUBLIC),
        fields=fields,
        headers={"X-Twilio-Signature": signature} if signature else {},
    )


def test_a_signature_is_checked_against_the_public_address(twilio):
    url, fields = (
        f"{PUBLIC}/webhooks/twilio/status?mid=1&a=1",
        {"MessageStatus": "sent", "To": "+1"},
    )

    assert signed(twilio, url, fields)
    assert not signed(twilio, url, fields | {"To": "+2"}, header=twilio.signature(url, fields))
    assert not signed(twilio, url, fields, public="https://other.example.org")
    assert not signed(twilio, url, fields, path="/webhooks/twilio/status?mid=2&a=1")
    assert not signed(twilio, url, fields, header="")


def test_the_providers_list_says_what_it_counted_and_charged(twilio):
    sender = TwilioSms(account(twilio))
    sender.send(parcel())
    twilio.texts[0].charged = {"num_segments": "2", "price": "-0.01580", "price_unit": "USD"}

    (seen,) = sender.seen("+821000000001", since=SINCE)

    assert seen.charge == Charge(segments=2, micros=15_800, currency="USD")


def test_a_proxy_of_the_environment_is_used(twilio, monkeypatch):
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    behind = TwilioSms(account(twilio)).send(parcel())
    monkeypatch.delenv("http_proxy")
    straight = TwilioSms(account(twilio)).send(parcel())

    # Nobody listens where the proxy should be.
    assert (behind.answer, straight.answer) == (Answer.AMBIGUOUS, Answer.TAKEN)
    assert len(twilio.texts) == 1
