"""A yes or a no to whether they have eaten settles the check-in; to anything else, nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.database import AllTowns
from hopecare.domain.care_path import OfferStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.check_ins import QuestionCode
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.services.record_inbound import IncomingText, record_inbound
from models import CheckInPlan, ContactPoint, Offer
from notifications.outbox import promise
from tests.factories.cases import a_need
from tests.factories.offers import an_offer
from tests.factories.people import a_volunteer
from tests.jobs.conftest import BY

AT_TEN_PAST = timedelta(minutes=10)


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture
def asks(town):
    def set_it(question):
        with town.database.writing(AllTowns()) as session:
            session.get_one(CheckInPlan, town.plan_id).question = question

    return set_it


def write(town, body, *, sid="a"):
    number = town.phone_of(town.resident_id)
    with town.database.writing(town.scope) as session:
        text = IncomingText(provider="memory", provider_sid=sid, from_number=number, body=body)
        return record_inbound(
            session, town_id=town.scope.town_id, text=text, by=BY, now=town.clock()
        )


@pytest.mark.parametrize(
    ("question", "body"),
    [
        (QuestionCode.MEALS, "네"),
        (QuestionCode.MEALS, "먹었어요"),
        (QuestionCode.MEDICINE, "Yes"),
        (QuestionCode.WARMTH, "따뜻해요"),
    ],
)
def test_a_yes_to_what_was_asked_stops_the_ladder(town, asks, question, body):
    asks(question)
    town.work(AT_TEN_PAST)
    row = write(town, body)

    assert town.slot_status == SlotStatus.ANSWERED
    assert town.slot.answer is ReplyMeaning.FINE
    assert not row.needs_review
    town.work(timedelta(minutes=1))
    (thanks,) = [text for text in town.texts_to(town.resident_id) if "다행이에요" in text]
    assert "지내" not in thanks, "that they are fine is not what they said"
    town.work(timedelta(hours=3))
    assert town.alerts == []


@pytest.mark.parametrize(
    ("question", "body"),
    [
        (QuestionCode.MEALS, "아니요"),
        (QuestionCode.MEDICINE, "아직"),
        (QuestionCode.MEDICINE, "not yet"),
        (QuestionCode.WARMTH, "추워요"),
    ],
)
def test_a_no_brings_the_call_that_was_promised(town, asks, question, body):
    asks(question)
    town.work(AT_TEN_PAST)
    write(town, body)

    assert town.slot_status == SlotStatus.HELP_ASKED
    assert len(town.alerts) == 1
    assert len(town.call_tasks) == 1


def test_asked_once_more_a_yes_still_answers(town, asks):
    asks(QuestionCode.MEALS)
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=31))
    assert len(town.texts_to(town.resident_id)) == 2
    write(town, "네")

    assert town.slot_status == SlotStatus.ANSWERED


def test_a_yes_to_how_they_are_is_read_by_a_person(town):
    town.work(AT_TEN_PAST)
    row = write(town, "네")

    assert town.slot_status == SlotStatus.WAITING
    assert row.needs_review


def test_a_yes_to_neutral_words_is_read_by_a_person(town, asks):
    asks(QuestionCode.MEDICINE)
    with town.database.writing(AllTowns()) as session:
        session.query(ContactPoint).filter_by(person_id=town.resident_id).one().is_shared = True
    town.work(AT_TEN_PAST)
    [said] = town.texts_to(town.resident_id)
    assert "약" not in said
    row = write(town, "네")

    assert town.slot_status == SlotStatus.WAITING
    assert row.needs_review


def test_a_yes_after_later_words_of_ours_is_read_by_a_person(town, asks):
    asks(QuestionCode.MEALS)
    town.work(AT_TEN_PAST)
    with town.database.writing(town.scope) as session:
        promise(
            session,
            town_id=town.scope.town_id,
            kind=MessageKind.THANKS,
            to_person_id=town.resident_id,
            dedup_key="later words",
            words=Words(text=Text.ANSWER_WELL),
            channel=Channel.SMS,
            now=town.clock(),
        )
    town.work(timedelta(minutes=1))
    assert len(town.texts_to(town.resident_id)) == 2
    row = write(town, "네")

    assert town.slot_status == SlotStatus.WAITING
    assert row.needs_review


def test_a_yes_where_an_offer_is_open_as_well_is_read_by_a_person(town, asks):
    asks(QuestionCode.MEALS)
    number = town.phone_of(town.resident_id)
    with town.database.writing(town.scope) as session:
        helper = a_volunteer(session, phone=number)
        code = an_offer(session, a_need(session), helper).code
    town.work(AT_TEN_PAST)
    row = write(town, "네")

    assert town.slot_status == SlotStatus.WAITING
    assert row.needs_review
    write(town, f"네 {code}", sid="b")
    assert [offer.status for offer in town.rows(Offer)] == [OfferStatus.ACCEPTED]
    assert town.slot_status == SlotStatus.WAITING
