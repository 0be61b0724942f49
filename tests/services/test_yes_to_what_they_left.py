"""A yes to what somebody held and holds no more: where it is open, a person rings them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.answering.words import PRESSED
from blueprints.coordination.routes_telephone import SAID_OF_OFFER
from blueprints.volunteering.routes_offers import WORDS
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import TaskStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.domain.offers import StopReason
from hopecare.language.wordings import Text
from hopecare.queries.words_to_yes import words_to_yes
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.press_link import PressResult
from hopecare.services.stop_task import stop_task
from models import CallTask, Message, Offer, Task
from tests.factories.cases import BY, a_need
from tests.factories.offers import a_task
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases

NEXT = NOW + timedelta(hours=1)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def task(session):
    helper, _ = neighbours(session, 2)
    helper.language = "en"
    return a_task(session, a_need(session), helper)


def hand_back(session, task):
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=NEXT)


def says_yes(session, task, way=ReplyWay.SMS):
    answer = OfferAnswer(says_yes=True, way=way)
    return answer_offer(session, offer_id=task.offer_id, answer=answer, by=BY, now=LATER)


def thanks(session, task):
    told = select(Message.body).where(
        Message.offer_id == task.offer_id, Message.kind == MessageKind.THANKS
    )
    return session.scalars(told).all()


def calls_to(session, task):
    owed = select(CallTask).where(
        CallTask.person_id == task.helper_id, CallTask.kind == CallTaskKind.CALL_BACK
    )
    return session.scalars(owed).all()


def test_where_somebody_is_still_needed_they_hear_so_and_are_rung(session, task):
    hand_back(session, task)
    for _ in range(2):
        assert says_yes(session, task).result is OfferResult.HELD_BEFORE
    [words] = thanks(session, task)
    assert "not needed" not in words
    assert "We call you" in words
    assert len(calls_to(session, task)) == 1
    assert session.scalars(select(Task).where(Task.status == TaskStatus.ACTIVE)).all() == []


@pytest.mark.parametrize("way", [ReplyWay.KEYPRESS, ReplyWay.PAGE])
def test_a_key_and_a_page_hear_it_themselves(session, task, way):
    hand_back(session, task)
    assert says_yes(session, task, way).result is OfferResult.HELD_BEFORE
    assert thanks(session, task) == []
    assert len(calls_to(session, task)) == 1
    assert words_to_yes(session, task.offer_id, now=LATER).text is Text.HELD_BEFORE


def test_whoever_is_on_the_line_already_is_not_rung(session, task):
    hand_back(session, task)
    assert says_yes(session, task, ReplyWay.HELPER_CALL).result is OfferResult.HELD_BEFORE
    assert calls_to(session, task) == []


def test_once_somebody_else_holds_it_it_is_not_needed_of_them(session, task):
    hand_back(session, task)
    asked = select(Offer).where(Offer.helper_id != task.helper_id)
    for each in session.scalars(asked).all():
        yes = OfferAnswer(says_yes=True)
        answer_offer(session, offer_id=each.id, answer=yes, by=BY, now=NEXT)
    assert says_yes(session, task).result is OfferResult.OVER
    assert calls_to(session, task) == []
    assert words_to_yes(session, task.offer_id, now=LATER).text is Text.OFFER_OVER


@pytest.mark.parametrize("reason", [StopReason.RESIDENTS_WISH, StopReason.NO_GOOD_MATCH])
def test_whoever_was_wished_away_hears_no_reason(session, task, reason):
    stop_task(session, task_id=task.id, reason=reason, by=BY, now=NEXT)
    before = len(calls_to(session, task))
    assert says_yes(session, task).result is OfferResult.OVER
    assert len(calls_to(session, task)) == before


def test_every_door_has_words_for_what_an_answer_came_to():
    assert set(WORDS) == set(SAID_OF_OFFER) == set(OfferResult)
    assert PressResult.HELD_BEFORE in PRESSED
