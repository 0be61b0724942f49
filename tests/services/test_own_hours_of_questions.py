"""A question leaves in the hours in which somebody wishes to be asked, whenever it was put."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import MessageStatus, OfferStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.domain.urgency import Urgency
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import OfferAnswer, answer_offer
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.change_need import change_need
from hopecare.services.lapse_offer import lapse_offer
from models import Case, Message
from tests.factories.askings import an_asking, deliver_questions, offers_of
from tests.factories.cases import BY, a_need, a_wish
from tests.factories.gates import gate_about
from tests.factories.offers import an_offer
from tests.factories.towns import TODAY
from tests.factories.volunteers import neighbours

SEOUL = ZoneInfo("Asia/Seoul")
IN_TWO_DAYS = TODAY + timedelta(days=2)


def at(hour, minute=0, *, days=0):
    return datetime(2026, 11, 23 + days, hour, minute, tzinfo=SEOUL)


@pytest.fixture
def helper(session):
    """Ask me from nine to five only."""
    (helper,) = neighbours(session, 1)
    profile = profile_of(session, helper.id)
    profile.asked_from, profile.asked_until = time(9), time(17)
    return helper


def question_to(session, helper):
    waiting = select(Message).where(
        Message.to_person_id == helper.id,
        Message.status == MessageStatus.PENDING,
        Message.kind == MessageKind.OFFER,
    )
    return session.scalars(waiting).one()


def leaves_from(session, message, now):
    return gate_about(session, message, now=now).decision.wait_until


EVENING = at(20)


def changed_in_the_evening(session, need, now=EVENING):
    wish = a_wish(starts_at=time(14), from_on=IN_TWO_DAYS, until_on=IN_TWO_DAYS)
    change_need(session, need_id=need.id, version=need.version, wish=wish, by=BY, now=now)
    session.flush()


def asked_at_four(session, helper, **stands):
    need = a_need(session, starts_at=time(11), from_on=IN_TWO_DAYS, until_on=IN_TWO_DAYS)
    offer = an_offer(session, need, helper, now=at(16), **stands)
    assert leaves_from(session, question_to(session, helper), at(16, 1)) is None
    deliver_questions(session)
    return need, offer


def test_what_changed_in_the_evening_is_asked_in_their_own_hours(session, helper):
    need, offer = asked_at_four(session, helper, stands_for=timedelta(hours=5))
    changed_in_the_evening(session, need)
    message = question_to(session, helper)
    assert leaves_from(session, message, at(20)) == at(9, days=1)
    assert offer.status is OfferStatus.STANDING
    assert message.valid_until == offer.lapses_at > at(9, days=1)
    assert leaves_from(session, message, at(9, days=1)) is None


def test_in_a_crisis_it_leaves_at_once(session, helper):
    need, _ = asked_at_four(session, helper)
    session.get_one(Case, need.case_id).urgency = Urgency.CRISIS
    changed_in_the_evening(session, need)
    assert leaves_from(session, question_to(session, helper), at(20)) is None


def test_who_set_no_hours_is_asked_by_the_towns(session):
    (helper,) = neighbours(session, 1)
    need, _ = asked_at_four(session, helper)
    changed_in_the_evening(session, need)
    assert leaves_from(session, question_to(session, helper), at(20)) is None


def test_chosen_by_hand_in_the_evening_they_have_as_long_from_the_morning_on(session, helper):
    need = a_need(session)
    [evening] = ask_neighbours(
        session, need_id=need.id, wave=Wave(helper_ids=[helper.id]), by=BY, now=at(20)
    )
    assert leaves_from(session, question_to(session, helper), at(20)) == at(9, days=1)
    other = a_need(session)
    [morning] = ask_neighbours(
        session, need_id=other.id, wave=Wave(helper_ids=[helper.id]), by=BY, now=at(9, days=1)
    )
    assert evening.lapses_at == morning.lapses_at


def test_a_question_that_could_not_leave_has_its_time_from_their_hours_on(session, helper):
    need = a_need(session)
    an_asking(session, need, now=at(16, 30))
    [offer] = offers_of(session, need)
    offer.lapses_at = at(20)
    lapse_offer(session, offer_id=offer.id, by=BY, now=at(20))
    assert offer.status is OfferStatus.STANDING
    message = question_to(session, helper)
    assert leaves_from(session, message, at(20)) == at(9, days=1)
    assert message.valid_until == offer.lapses_at > at(17, days=1)


def test_who_says_yes_in_the_evening_to_what_it_was_has_as_long_from_the_morning_on(
    session, helper
):
    need = a_need(session, starts_at=time(11), from_on=IN_TWO_DAYS, until_on=IN_TWO_DAYS)
    session.get_one(Case, need.case_id).urgency = Urgency.SOON
    offer = an_offer(session, need, helper, now=at(12), stands_for=timedelta(hours=1))
    deliver_questions(session)
    lapse_offer(session, offer_id=offer.id, by=BY, now=at(13))
    changed_in_the_evening(session, need, now=at(17, 30))
    by_text = OfferAnswer(says_yes=True, way=ReplyWay.SMS)
    answered = answer_offer(session, offer_id=offer.id, answer=by_text, by=BY, now=at(18))
    assert answered.is_asked_anew
    answer = select(Message).where(Message.kind == MessageKind.THANKS)
    assert leaves_from(session, session.scalars(answer).one(), at(18)) is None
    message = question_to(session, helper)
    assert leaves_from(session, message, at(18)) == at(9, days=1)
    assert message.valid_until == offer.lapses_at > at(9, days=1)
