"""A question that never came to a volunteer holds nobody's place, is no answer, and is told."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import MessageStatus, OfferStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import RANG_CODES, MessageKind
from hopecare.domain.phone import PhoneNumber
from hopecare.jobs.ask_in_waves import ask_in_waves
from hopecare.jobs.deliver import deliver
from hopecare.jobs.lapse_offers import lapse_offers
from hopecare.queries.residents import person_by_id
from hopecare.queries.said_before import said_before
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.change_contact_point import NewPoint, change_contact_point
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.open_asking import open_asking
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from models import Case, Message, Offer
from notifications.port import Failure
from notifications.twilio_codes import CALL_FAILURE
from tests.factories.cases import BY, a_case, a_need
from tests.factories.people import a_contact_point, a_phone
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases
GONE = ("bad_number", "30005")
OFF = ("handset_off", "30003")


@pytest.fixture
def channel_profile():
    return "two-way"


def ask_for_another(town):
    with town.database.writing(town.scope) as session:
        need = a_need(session, case=a_case(session))
        case = session.get_one(Case, need.case_id)
        open_asking(session, case, need, by=BY, now=town.clock())
        return need.id


@pytest.fixture
def need_id(town):
    """A need whose first wave has just been asked, of nine neighbours by text."""
    with town.database.writing(town.scope) as session:
        for each in neighbours(session, 9):
            a_contact_point(session, each)
    need_id = ask_for_another(town)
    for job in (ask_in_waves, deliver):
        job(town.tools)
    return need_id


def questions(town):
    return [each for each in town.messages if each.kind is MessageKind.OFFER]


def says_network(town, question, status=MessageStatus.UNDELIVERED, why=GONE):
    with town.database.writing(town.scope) as session:
        message = session.get_one(Message, question.id, with_for_update=True)
        word = DeliveryWord(
            status=status, code=why[0], provider_code=why[1], attempt=message.attempt
        )
        record_delivery(session, message=message, word=word, by=BY, now=town.clock())


def minutes_pass(town, minutes=1):
    town.clock.advance(timedelta(minutes=minutes))
    for job in (lapse_offers, ask_in_waves, deliver):
        job(town.tools)


def offers(town, need_id):
    return [each for each in town.rows(Offer) if each.need_id == need_id]


def calls_about_numbers(town):
    return [each for each in town.call_tasks if each.kind is CallTaskKind.RENEW_NUMBER]


def test_whoever_was_never_reached_is_waited_for_by_nobody_and_the_next_are_asked(town, need_id):
    first = offers(town, need_id)
    for each in questions(town):
        says_network(town, each)
    minutes_pass(town)
    told = {each.id: each for each in offers(town, need_id)}
    assert {told[each.id].status for each in first} == {OfferStatus.LAPSED}
    assert all(told[each.id].words_lost_at == town.clock() for each in first)
    later = [each for each in told.values() if each.wave == 2]
    assert {each.status for each in later} == {OfferStatus.STANDING}
    assert not {each.helper_id for each in later} & {each.helper_id for each in first}


def test_one_call_a_number_is_owed_and_until_then_nobody_asks_there(town, need_id):
    lost = questions(town)
    for each in lost:
        says_network(town, each)
    minutes_pass(town)
    owed = calls_about_numbers(town)
    assert {each.person_id for each in owed} == {each.to_person_id for each in lost}
    assert Counter(each.person_id for each in owed).most_common(1)[0][1] == 1
    assert {each.case_id for each in owed} == {None}, "whom it was for is nothing of theirs"
    minutes_pass(town, 8 * 24 * 60)
    other = ask_for_another(town)
    minutes_pass(town)
    unreached = {each.to_person_id for each in lost}
    assert offers(town, other)
    assert not {each.helper_id for each in offers(town, other)} & unreached


def test_once_a_person_has_looked_they_are_asked_again(town, need_id):
    lost = questions(town)
    for each in lost:
        says_network(town, each)
    minutes_pass(town)
    first, *others = calls_about_numbers(town)
    points = {each.to_person_id: each.contact_point_id for each in lost}
    with town.database.writing(town.scope) as session:
        spoke = CallOutcome.SPOKE
        finish_call_task(session, task_id=first.id, outcome=spoke, by=BY, now=town.clock())
        for each in others:
            person = person_by_id(session, each.person_id)
            number = PhoneNumber(a_phone())
            new = NewPoint(number=number, replaces_id=points[person.id])
            change_contact_point(session, person, new, by=BY, now=town.clock())
    assert not [each for each in calls_about_numbers(town) if each.status.value == "open"]
    minutes_pass(town, 8 * 24 * 60)
    asked = set()
    for _ in range(6):
        other = ask_for_another(town)
        minutes_pass(town)
        asked |= {each.helper_id for each in offers(town, other)}
    assert asked >= {each.to_person_id for each in lost}


def test_it_is_no_answer_that_anything_is_learned_from(town, need_id):
    for each in questions(town):
        says_network(town, each)
    minutes_pass(town)
    with town.database.reading(town.scope) as session:
        assert said_before(session, town.scope.town_id, now=town.clock()) == []


def test_their_yes_counts_as_any_late_yes(town, need_id):
    question, *_ = questions(town)
    says_network(town, question)
    minutes_pass(town)
    with town.database.writing(town.scope) as session:
        said = OfferAnswer(says_yes=True)
        answered = answer_offer(
            session, offer_id=question.offer_id, answer=said, by=BY, now=town.clock()
        )
    assert answered.result is OfferResult.YOURS


def test_of_a_telephone_that_was_off_no_number_is_doubted(town, need_id):
    question, *_ = questions(town)
    says_network(town, question, MessageStatus.FAILED, OFF)
    minutes_pass(town)
    (lost,) = [each for each in offers(town, need_id) if each.id == question.offer_id]
    assert (lost.status, lost.words_lost_at) == (OfferStatus.LAPSED, town.clock())
    assert calls_about_numbers(town) == []


def test_words_that_came_after_all_are_not_called_lost(town, need_id):
    question, *_ = questions(town)
    says_network(town, question, MessageStatus.FAILED, ("provider_down", None))
    minutes_pass(town)
    says_network(town, question, MessageStatus.DELIVERED, (None, None))
    (came,) = [each for each in offers(town, need_id) if each.id == question.offer_id]
    assert (came.status, came.words_lost_at) == (OfferStatus.LAPSED, None)


def test_a_telephone_that_rang_is_known_by_the_codes_that_are_written_for_it():
    assert {each.value for each in CALL_FAILURE.values()} == RANG_CODES


def test_a_line_of_the_network_that_had_no_room_is_no_telephone_that_rang(town, need_id):
    question, *_ = questions(town)
    with town.database.writing(town.scope) as session:
        session.get_one(Message, question.id).channel = Channel.VOICE
    says_network(town, question, MessageStatus.FAILED, (Failure.BUSY.value, None))
    minutes_pass(town)
    (lost,) = [each for each in offers(town, need_id) if each.id == question.offer_id]
    assert (lost.status, lost.words_lost_at) == (OfferStatus.LAPSED, town.clock())
