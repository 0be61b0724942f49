"""A provider that is away for hours, people who opted out, letters the network cannot carry."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.channel_profiles import shipped_profiles
from hopecare.database import AllTowns
from hopecare.domain.answer_links import LINK_PLACE
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.channel_profiles import segments_of
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.domain.delivery_order import LONGEST_WAIT
from hopecare.domain.digest import WeekNumber
from hopecare.domain.identity import SystemActor
from hopecare.domain.needs import NeedKind
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.language.offer_words import open_offers_said
from hopecare.language.texts import Value, Words, sentence_of
from hopecare.language.week_words import week_in_one_line
from hopecare.language.wordings import Text
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_inbound import IncomingText, record_inbound
from models import CallTask, CheckInSlot, ContactPoint, Message
from notifications.outbox import promise
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town

BY = SystemActor(name="test")
NOBODY_LISTENS = "http://127.0.0.1:9"


def rows(town, table):
    with town.database.reading(AllTowns()) as session:
        return session.scalars(select(table)).all()


def test_a_provider_away_for_two_hours_gets_everything_soon_after(town, full_size):
    people = 1500 if full_size else 30
    town.owe(people)
    with town.database.writing(AllTowns()) as session:
        soon_over = session.scalars(select(Message).limit(people // 3)).all()
        for message in soon_over:
            message.valid_until = town.clock() + timedelta(hours=1)
    there = town.twilio.base_url
    town.twilio.base_url = NOBODY_LISTENS
    for _ in range(120):
        deliver(town.tools)
        town.clock.advance(timedelta(minutes=1))
    assert town.twilio.texts == []
    town.twilio.base_url = there
    left = []
    for _ in range(int(LONGEST_WAIT / timedelta(minutes=1))):
        town.clock.advance(timedelta(minutes=1))
        before = len(town.twilio.texts)
        deliver(town.tools)
        left.append(len(town.twilio.texts) - before)

    expired = people // 3
    assert town.statuses() == {"accepted": people - expired, "expired": expired}
    assert max(Counter(text.fields["To"] for text in town.twilio.texts).values()) == 1
    # They come back spread over minutes, not in the first one.
    assert max(left) <= (people - expired) * 2 // 3
    assert len([call for call in rows(town, CallTask) if call.dedup_key]) == expired


def plan_one(town, profile="two-way"):
    """A resident who is asked each day at five past ten, by text."""
    with town.database.writing(AllTowns()) as session:
        here = a_town(session, channel_profile=profile)
        resident = a_resident(session, town_id=here.id, address=None)
        wish = CheckInWish(local_time=(NOW + timedelta(hours=9, minutes=5)).time())
        plan = plan_check_ins(session, person_id=resident.id, wish=wish, by=BY, now=NOW)
        plan.channel = Channel.SMS
        number = session.scalars(select(ContactPoint.value)).one()
        return here.id, number


def ask(town):
    town.clock.advance(timedelta(minutes=5))
    ask_due_check_ins(town.tools)
    deliver(town.tools)


@pytest.mark.parametrize("words", ["STOP", "Stop. Thank you", "그만 보내세요", "그만"])
def test_whoever_opted_out_is_not_sent_the_next_question_and_somebody_calls(town, words):
    town_id, number = plan_one(town)
    with town.database.writing(AllTowns()) as session:
        text = IncomingText(provider="twilio", provider_sid="SM1", from_number=number, body=words)
        record_inbound(session, town_id=town_id, text=text, by=BY, now=town.clock())
    assert rows(town, CallTask), "the coordinator is told at once"

    ask(town)

    assert town.twilio.texts == []
    slot = rows(town, CheckInSlot)[0]
    assert slot.status is SlotStatus.NOT_ASKED
    (question,) = (m for m in rows(town, Message) if m.kind is MessageKind.CHECK_IN)
    assert question.hold_reason is HoldReason.OPTED_OUT
    assert slot.id in {call.slot_id for call in rows(town, CallTask)}


def test_an_opt_out_only_the_network_knows_of_ends_texts_and_somebody_calls(town):
    _town_id, number = plan_one(town)
    town.twilio.opted_out.add(number)

    ask(town)

    assert town.twilio.texts == []
    assert rows(town, ContactPoint)[0].opted_out_at == town.clock()
    assert rows(town, CheckInSlot)[0].status is SlotStatus.NOT_ASKED
    assert rows(town, CallTask)


@pytest.mark.parametrize("name", ["똠방각하", "Zoë — 😀", "쀏쀓", "김다래" * 20])
def test_letters_the_network_cannot_carry_never_leave(town, name):
    with town.database.writing(AllTowns()) as session:
        here = a_town(session)
        person = a_resident(session, town_id=here.id, address=None)
        promise(
            session,
            town_id=here.id,
            kind=MessageKind.NOTICE,
            to_person_id=person.id,
            dedup_key="notice",
            words=Words(text=Text.CHECK_IN, values={"name": name}),
            channel=Channel.SMS,
            now=town.clock(),
        )
    deliver(town.tools)

    (text,) = town.twilio.texts
    body = text.fields["Body"]
    assert all(len(letter.encode("euc_kr")) <= 2 for letter in body)
    (message,) = rows(town, Message)
    units = len("[Web발신]\n" + body)
    assert message.segments == (1 if units <= 70 else -(-units // 67))


@pytest.mark.parametrize("text", Text)
def test_no_shipped_korean_text_takes_more_than_two_parts(text):
    long = dict.fromkeys(("helper", "name", "usual", "other"), "남궁온새미로")
    profile = shipped_profiles()["kr-twilio"]
    values: dict[str, Value] = {
        **long,
        "district": "다산1동",
        "need": "말벗 되기",
        "code": "7KM4QRX2",
        "offers": open_offers_said([(NeedKind.CHILD_AFTER_SCHOOL, "7KM4QRX2")] * 12, "ko"),
        "until": NOW,
        "when": "12월 25일(금)부터 매주 월·수·금 오후 6시 30분부터 90분",
        "day": NOW,
        "office": "031-000-0000",
        "emergency": "119",
        "minutes": 10,
        "count": 120,
        "what": "황보남궁님(다산1동)",
        "items": "급한 알림 12, 접수 12, 전화 12",
        "week": week_in_one_line(dict.fromkeys(WeekNumber, 120), "ko"),
        "link": LINK_PLACE,
    }
    words = Words(text=text, values=values)
    said = sentence_of(
        words, language="ko", channel=Channel.SMS, profile=profile, zone="Asia/Seoul"
    )
    assert segments_of(said, profile) <= 2
    assert all(len(letter.encode("euc_kr")) <= 2 for letter in said)


def test_a_refused_message_is_final(town):
    town.owe(1)
    with town.database.reading(AllTowns()) as session:
        number = session.scalars(select(ContactPoint.value)).one()
    town.twilio.landlines.add(number)
    deliver(town.tools)
    town.settle(rounds=3)
    assert {message.status for message in rows(town, Message)} == {MessageStatus.FAILED}
    assert town.twilio.texts == []
