"""Staff stop the asking, and whoever waited hears that it has ended: a later yes is in vain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.begin_asking import begin_asking
from hopecare.services.settle_missed_week import settle_missed_week
from hopecare.services.withdraw_asking import withdraw_asking
from models import Offer, Task
from tests.factories.askings import an_asking, deliver_questions, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import NO, YES, an_offer
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import EVENING, a_missed_week, a_weekly_task

pytestmark = pytest.mark.both_databases

STOPPED = NOW + timedelta(minutes=5)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def stopped(session):
    """A need that neighbours were asked for, until staff stopped it."""
    neighbours(session, 3)
    need = a_need(session)
    asking = an_asking(session, need)
    deliver_questions(session)
    withdraw_asking(session, asking_id=asking.id, by=BY, now=STOPPED)
    return need


def say_yes(session, offer, *, now=LATER):
    return answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=now).result


def test_a_yes_opens_nothing(session, stopped):
    [offer, *_] = offers_of(session, stopped)
    assert say_yes(session, offer) is OfferResult.OVER
    assert session.scalars(select(Task)).all() == []


def test_whoever_had_said_no_before_it_was_stopped_is_told_the_same(session):
    neighbours(session, 3)
    need = a_need(session)
    asking = an_asking(session, need)
    [offer, *_] = offers_of(session, need)
    answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW)
    withdraw_asking(session, asking_id=asking.id, by=BY, now=STOPPED)
    assert say_yes(session, offer) is OfferResult.OVER


def test_once_it_is_asked_again_the_yes_counts(session, stopped):
    [offer, *_] = offers_of(session, stopped)
    begin_asking(session, need_id=stopped.id, by=BY, now=LATER)
    assert say_yes(session, offer) is OfferResult.YOURS


def test_whoever_is_asked_by_hand_afterwards_may_have_it(session, stopped):
    newcomer = neighbours(session, 1)[0]
    offer = an_offer(session, stopped, newcomer, now=LATER)
    assert say_yes(session, offer) is OfferResult.YOURS


def test_a_yes_for_a_missed_day_counts_after_its_evening(session):
    """Its asking is stopped then, so that staff ring; the words say that a yes still counts."""
    task = a_weekly_task(session, neighbours(session, 3)[0])
    missed = a_missed_week(session, task, now=EVENING - timedelta(hours=3))
    offers = session.scalars(select(Offer).where(Offer.need_id == missed.cover_need_id)).all()
    assert {offer.status for offer in offers} == {OfferStatus.STANDING}
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    assert say_yes(session, offers[0], now=EVENING + timedelta(hours=1)) is OfferResult.YOURS
