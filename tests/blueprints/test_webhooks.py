"""Twilio's webhooks, called by the stand-in as Twilio calls them."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import permutations
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.identity import SystemActor
from hopecare.domain.town_settings import PRICES
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import CheckInSlot, InboundMessage, Message, SettingEntry
from notifications.routing import networks_of
from tests.factories.people import a_resident
from tests.factories.towns import NOW, TODAY, a_town
from tests.standin.twilio import TwilioStandIn

PUBLIC = "https://care.example.org"
BY = SystemActor(name="test")


class Door:
    """The application behind its public address, the stand-in in front of it."""

    def __init__(self, database, make_app, profile):
        self.database = database
        self.twilio = TwilioStandIn(self._post)
        self.app = make_app(
            database,
            public_base_url=PUBLIC,
            twilio_account_sid=self.twilio.account_sid,
            twilio_auth_token=self.twilio.auth_token,
            twilio_from_number=self.twilio.number,
            twilio_api_base=self.twilio.base_url,
        )
        self.now = NOW + timedelta(minutes=5)
        self.profile = profile
        self.prices = None

    def _post(self, url, fields, headers):
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}" == PUBLIC
        path = url.removeprefix(PUBLIC)
        answer = self.app.test_client().post(path, data=fields, headers=headers)
        return answer.status_code, answer.text

    def ask(self):
        """A resident is asked; the words are with the stand-in."""
        with self.database.writing(AllTowns()) as session:
            town = a_town(session, channel_profile=self.profile)
            town.is_demonstration = False
            resident = a_resident(session, town_id=town.id)
            if self.prices:
                session.add(
                    SettingEntry(
                        town_id=town.id,
                        key=PRICES,
                        value=self.prices,
                        from_on=TODAY,
                        reason="the contract",
                    )
                )
            self.resident_id, self.town_id = resident.id, town.id
            wish = CheckInWish(local_time=time(10, 5))
            plan_check_ins(session, person_id=resident.id, wish=wish, by=BY, now=NOW)
        desk = self.app.extensions["hopecare.desk"]
        tools = Tools(
            database=self.database, networks=networks_of(desk.settings), clock=lambda: self.now
        )
        desk.clock = tools.clock
        ask_due_check_ins(tools)
        deliver(tools)

    def one(self, table):
        with self.database.reading(AllTowns()) as session:
            return session.scalars(select(table)).one()


@pytest.fixture
def door(database, make_app, request):
    made = Door(database, make_app, getattr(request, "param", "two-way"))
    with made.twilio:
        made.ask()
        yield made


voice_door = pytest.mark.parametrize("door", ["kr-twilio"], indirect=True)


def test_a_callback_moves_the_message_on(door):
    (text,) = door.twilio.texts

    assert door.twilio.report(text, "delivered") == 204
    message = door.one(Message)
    assert (message.status, message.provider_sid) == (MessageStatus.DELIVERED, text.sid)


@pytest.mark.parametrize("order", list(permutations(("sent", "delivered", "sent"))))
def test_callbacks_in_any_order_twice_end_in_the_truth(door, order):
    (text,) = door.twilio.texts

    for word in (*order, *order):
        assert door.twilio.report(text, word) == 204
    assert door.one(Message).status is MessageStatus.DELIVERED


def test_an_undelivered_question_is_not_silence(door):
    (text,) = door.twilio.texts

    door.twilio.report(text, "undelivered", 30005)

    assert door.one(CheckInSlot).status is SlotStatus.NOT_ASKED


def test_a_reply_is_taken_in_once(door):
    number = door.twilio.texts[0].fields["To"]
    url = f"{PUBLIC}/webhooks/twilio/inbound"

    for _ in range(2):
        assert door.twilio.text_in(url, sender=number, body="1", sid="SM" + "f" * 32) == 200
    assert door.one(InboundMessage).meaning.value == "fine"
    assert door.one(CheckInSlot).status is SlotStatus.ANSWERED


@voice_door
def test_a_call_is_heard_and_answered_by_a_key(door):
    (call,) = door.twilio.calls

    status, words = door.twilio.pick_up(call)
    assert status == 200
    assert "1번" in words
    assert 'language="ko-KR"' in words
    action = words.partition('action="')[2].partition('"')[0].replace("&amp;", "&")
    status, thanks = door.twilio.press(call, action, "1")

    assert (status, "다행이에요" in thanks) == (200, True)
    assert door.one(CheckInSlot).status is SlotStatus.ANSWERED
    assert door.twilio.report_call(call, "completed") == 204
    assert door.one(Message).status is MessageStatus.DELIVERED


@voice_door
def test_a_call_nobody_answers_leaves_the_ladder_to_climb(door):
    (call,) = door.twilio.calls

    door.twilio.report_call(call, "no-answer")

    assert door.one(CheckInSlot).status is SlotStatus.WAITING
    assert door.one(CheckInSlot).next_rung_at is not None


@pytest.mark.parametrize(
    "path", ["status", "call-status", "voice", "key", "inbound", "status?mid=nobody"]
)
def test_whatever_twilio_has_not_signed_is_refused(door, path):
    client = door.app.test_client()
    fields = {"MessageStatus": "delivered", "From": "+821000000001", "Body": "1"}

    for headers in ({}, {"X-Twilio-Signature": "bm90IHR3aWxpbw=="}):
        answer = client.post(f"/webhooks/twilio/{path}", data=fields, headers=headers)
        assert answer.status_code == 403
    assert door.one(Message).status is MessageStatus.ACCEPTED


def test_a_signature_made_for_another_host_is_refused(door):
    (text,) = door.twilio.texts
    fields = {"MessageStatus": "delivered"}
    other = text.fields["StatusCallback"].replace(PUBLIC, "https://elsewhere.example.org")
    headers = {"X-Twilio-Signature": door.twilio.signature(other, fields)}

    path = text.fields["StatusCallback"].removeprefix(PUBLIC)
    answer = door.app.test_client().post(path, data=fields, headers=headers)
    assert answer.status_code == 403


PRICED = {"text_part": 10_000_000, "call_minute": 50_000_000}


def charged(door, one, status, **more):
    """Twilio's word about a text or call, with what it counted and charged."""
    about = {
        "AccountSid": door.twilio.account_sid,
        "To": one.fields["To"],
        "From": door.twilio.number,
        f"{'Call' if one.kind == 'CA' else 'Message'}Sid": one.sid,
        f"{'Call' if one.kind == 'CA' else 'Message'}Status": status,
    }
    return door.twilio.call_back(one.fields["StatusCallback"], about | more)[0]


def test_what_twilio_says_it_charged_is_kept_beside_our_own_reckoning(door):
    (text,) = door.twilio.texts

    assert charged(door, text, "sent", NumSegments="2", Price="-0.0158", PriceUnit="usd") == 204
    message = door.one(Message)
    assert (message.segments, message.charged_micros, message.charged_currency) == (
        2,
        15_800,
        "USD",
    )
    assert message.cost_micros is None
    # A later word without a price takes nothing back, and one that comes too late still counts.
    charged(door, text, "delivered")
    charged(door, text, "sent", Price="-0.0166", PriceUnit="USD")
    assert door.one(Message).charged_micros == 16_600
    assert door.one(Message).status is MessageStatus.DELIVERED


@pytest.mark.parametrize("price", ["", "free", "NaN", "Infinity"])
def test_a_price_that_is_none_changes_nothing(door, price):
    (text,) = door.twilio.texts

    assert charged(door, text, "sent", Price=price, PriceUnit="USD", NumSegments="many") == 204
    message = door.one(Message)
    assert (message.charged_micros, message.charged_currency, message.segments) == (None, None, 1)


@pytest.fixture
def priced_door(database, make_app):
    made = Door(database, make_app, "kr-twilio")
    made.prices = PRICED
    with made.twilio:
        made.ask()
        yield made


def test_each_begun_minute_of_a_call_counts_once(priced_door):
    (call,) = priced_door.twilio.calls
    assert priced_door.one(Message).cost_micros == 50_000_000

    charged(priced_door, call, "answered")
    for _ in range(2):
        charged(priced_door, call, "completed", CallDuration="61")
    assert priced_door.one(Message).cost_micros == 100_000_000


@pytest.mark.parametrize("word", ["no-answer", "busy", "failed"])
def test_a_call_that_nobody_took_costs_nothing(priced_door, word):
    (call,) = priced_door.twilio.calls

    charged(priced_door, call, word, CallDuration="0")
    assert priced_door.one(Message).cost_micros == 0
